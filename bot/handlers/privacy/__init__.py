"""People at customers and their data: why it is kept, what is kept, and forgetting it."""
