"""Reports: what one person has on their plate, and what the team did."""
