"""Every word the bot says, per language, and the words it reads."""
