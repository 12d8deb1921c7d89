"""Handovers: `wanting` understands who wants to give what to whom, `picking` asks with buttons, `proposing` shows and
sends it, `deciding` takes yes and no, `moving` moves everything at once, `asking` answers what is pending."""
