"""Approvals: `undoing` takes a change set back, `countering` says how for each record, `correcting` puts one right,
`questions` hears the answers to what was asked, `changes` knows what one message changed."""
