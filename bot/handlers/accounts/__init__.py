"""Customers: their card, making and keeping them clean, who owns them."""
