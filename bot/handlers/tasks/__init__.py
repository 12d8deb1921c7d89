"""Next steps: `showing` the card and the lists, `doing` what is done with one, `saying` the words for that, `stepping`
the next step of a log that has none."""
