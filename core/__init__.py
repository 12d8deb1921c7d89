"""What Gengfu decides: pure functions over frozen records. No I/O, no clock, no database, no platform."""
