"""Tables with an area in every row: recognised, read, and linked to places."""

from .areas import Flag, PlaceFinder
from .datasets import Dataset, dataset_called
from .reading import read_table
from .result import AreaRow, Control, Indicator, Refusal, TableReading

__all__ = [
    "AreaRow",
    "Control",
    "Dataset",
    "Flag",
    "Indicator",
    "PlaceFinder",
    "Refusal",
    "TableReading",
    "dataset_called",
    "read_table",
]
