"""What the tests stand on: a PostgreSQL, and whatever else several folders of tests share."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FULL = os.environ.get("SCALE", "small") == "full"
