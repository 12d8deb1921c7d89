"""Measurements: each file prints what the product reaches as a ratio to a raw limit measured in the same run."""
