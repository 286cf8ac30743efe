"""Two lists of the same people in files, and what linking them came to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pinto.sample.registries import two_registries

FEBRL = Path(__file__).parents[6] / "shared" / "data" / "micro"


def registries(people: int) -> tuple[pa.Table, pa.Table]:
    """Both invented registries as whole tables."""
    chunks = list(two_registries(people))
    first, second = (pa.concat_tables(each) for each in zip(*chunks, strict=True))
    return first, second


def febrl(name: str, folder: Path = FEBRL) -> pa.Table:
    """A FEBRL list in our columns: its suburb is the village and its post code the tambon."""
    path = folder / f"febrl_dataset{name}.csv"
    header = path.read_text().splitlines()[0].split(",")
    text = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    raw = pyarrow.csv.read_csv(path, convert_options=text)
    table = raw.rename_columns([column.strip() for column in raw.column_names])
    columns = {column: pc.utf8_trim_whitespace(table[column]) for column in table.column_names}
    born = [day if len(day) == 8 else "" for day in columns["date_of_birth"].to_pylist()]
    number, street = columns["street_number"].to_pylist(), columns["address_1"].to_pylist()

    def part(first: int, last: int) -> pa.Array:
        return pa.array([int(day[first:last]) if day else None for day in born], pa.int32())

    return pa.table(
        {
            "id": columns["rec_id"],
            "household": columns["rec_id"],
            "given_name": columns["given_name"],
            "surname": columns["surname"],
            "sex": pa.nulls(len(born), pa.string()),
            "birth_year": part(0, 4),
            "birth_month": part(4, 6),
            "birth_day": part(6, 8),
            "number": columns["soc_sec_id"],
            "house": [a + b if a and b else "" for a, b in zip(number, street, strict=True)],
            "village": columns["suburb"],
            "tambon": columns["postcode"],
            "entity": [each.split("-")[1] for each in columns["rec_id"].to_pylist()],
        }
    )


@dataclass(frozen=True)
class Linked:
    """How good suggestions are, against the answer key."""

    precision: float
    recall: float
    suggested: int
    review: int
    found: float  # share of true pairs that are suggested or reviewed


def judged(pairs: pa.Table, first: pa.Table, second: pa.Table) -> Linked:
    """What the pairs are worth; ``entity`` of both lists says who is who."""
    keys = [
        dict(zip(t["id"].to_pylist(), t["entity"].to_pylist(), strict=True))
        for t in (first, second)
    ]
    everybody = keys[0] | keys[1]
    true = len(set(keys[0].values()) & set(keys[1].values()))
    right = suggested = both = 0
    for one, other, band in zip(
        *(pairs[name].to_pylist() for name in ("first", "second", "band")), strict=True
    ):
        same = everybody[one] == everybody[other]
        both += same
        if band == "SUGGESTED":
            suggested += 1
            right += same
    return Linked(
        precision=right / max(suggested, 1),
        recall=right / true,
        suggested=suggested,
        review=pairs.num_rows - suggested,
        found=both / true,
    )
