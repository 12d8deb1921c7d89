"""Forms (`bot/forms.py`) in a chat: `filling` asks field after field and books, `offering` says what the buttons offer,
`answers` reads what was typed, `showing` words the values."""
