"""The only door to the database: SQLite for one team on one machine, PostgreSQL for many, through the same Store."""
