"""Credit: the score, limits and the whitelist, and what is checked before more is sold on credit."""
