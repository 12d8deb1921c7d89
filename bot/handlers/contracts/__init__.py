"""Contracts: `booking` writes them down, `deciding` renews and ends them, `instalments` makes their receivables,
`showing` words them, `asking` answers questions, `files` keeps their documents."""
