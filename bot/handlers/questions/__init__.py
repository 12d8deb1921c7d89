"""Questions about the books, asked in words: a table of them, their answers, and the rows behind every sum."""
