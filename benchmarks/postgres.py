"""A free port, and the PostgreSQL that the tests start: here with data that are kept."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from local_postgres import free_port, served

__all__ = ["free_port", "served"]
