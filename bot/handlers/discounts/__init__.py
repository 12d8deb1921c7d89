"""Discounts: what a deal is sold for, who may give how much, and the yes that more of it needs."""
