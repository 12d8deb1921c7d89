"""What the tests stand on: a PostgreSQL, and whatever else several folders of tests share."""
