"""Money: what came in, what is owed, what was promised, and how each is set right between us and a customer."""
