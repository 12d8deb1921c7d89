"""What every topic stands on: money, days, ids, refusals, policy."""
