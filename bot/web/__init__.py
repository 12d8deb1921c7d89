"""The web side: health, metrics, webhooks and, in the demo, the playground page."""
