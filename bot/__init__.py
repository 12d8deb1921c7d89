"""The bot: channels in and out, handlers, texts, clock, delivery. Chat in, books asked, words out."""
