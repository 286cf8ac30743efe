"""Tables with an area in every row: recognised, read, and linked to places."""

from .areas import Flag, PlaceFinder
from .reading import read_table
from .result import AreaRow, Control, Indicator, Refusal, TableReading

__all__ = [
    "AreaRow",
    "Control",
    "Flag",
    "Indicator",
    "PlaceFinder",
    "Refusal",
    "TableReading",
    "read_table",
]
