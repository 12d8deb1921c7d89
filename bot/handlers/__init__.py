"""One function per command, button or kind of fact: load, ask core to decide, save, answer. None sends or commits."""
