"""Tables that are known by name: what they are, and what their headers mean in Thai.

Each is a file of ``data/tables``; how one is written stands in ``docs/reference/files.md``.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from .values import Number

_DATA = files("pinto.evidence.intake") / "data"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Series(_Frozen):
    """Headers that differ only in a number: ``{n}`` is the number, ``{item}`` what it counts."""

    header: str
    name: str
    items: str  # a file of data/items: number → name


class Dataset(_Frozen):
    """A known table."""

    id: str
    title: str
    source: str
    layout: Literal["areas", "indicators_in_rows", "paths"] = "areas"
    headers: list[str] = Field(min_length=1)  # all of them present: this is the table
    year: int | None = None  # พ.ศ. of every figure
    year_column: str = ""
    code: str = ""  # the column with the code of the area
    names: dict[Literal["province", "amphoe", "tambon"], str] = {}  # the columns with its names
    ignored: list[str] = []
    indicators: dict[str, str] = {}  # header (or path) → Thai name
    series: list[Series] = []
    compares: dict[Literal["households", "people"], str] = {}  # what stands beside ours
    needed: list[str] = []  # indicators without which the table is an empty form
    area: str = ""  # of a table about one area that it does not name
    controls: dict[str, Number] = {}  # indicator → total over all areas, as published

    def indicator_names(self) -> dict[str, str]:
        """Header → Thai name, of all indicators."""
        names = dict(self.indicators)
        for series in self.series:
            for number, item in _items(series.items).items():
                header = series.header.format(n=number)
                names[header] = series.name.format(n=number, item=item)
        return names


@cache
def datasets() -> tuple[Dataset, ...]:
    """All known tables, those with more required headers first."""
    paths = sorted(
        (path for path in (_DATA / "tables").iterdir() if path.name.endswith(".yaml")),
        key=lambda path: path.name,
    )
    found = [Dataset.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in paths]
    return tuple(sorted(found, key=lambda dataset: -len(dataset.headers)))


def dataset_of(headers: list[str]) -> Dataset | None:
    """The known table that has these headers.

    >>> dataset_of(["province_ID", "household.CNT", "HOUSEMEMBER_CNT", "ELDERLY_CNT"]).id
    'tpmap-2561-province-common'
    """
    present = set(headers)
    return next((dataset for dataset in datasets() if present.issuperset(dataset.headers)), None)


def dataset_called(dataset_id: str) -> Dataset | None:
    """The known table of that id."""
    return next((dataset for dataset in datasets() if dataset.id == dataset_id), None)


@cache
def _items(name: str) -> dict[int, str]:
    loaded: dict[int, str] = yaml.safe_load((_DATA / "items" / f"{name}.yaml").read_text("utf-8"))
    return loaded
