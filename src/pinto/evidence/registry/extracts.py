"""The columnar tables that measures read: Parquet, one file a tambon, never changed in place.

``PINTO_HOME/extracts/ROUND/`` holds the files and ``manifest.json``, which names
the ones that count. A writer adds files and then replaces the manifest, so that a
reader who has pinned one never sees half of a change. Extracts hold answers and
place codes: no name, no number, no phone, no exact point.
"""

from __future__ import annotations

import fcntl
import json
import secrets
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import duckdb
import ibis
import ibis.expr.types as ir
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
import pyarrow.parquet as pq
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast, Substr

from pinto.evidence.instruments.rules import Instrument, Kind, Level, Question, instrument
from pinto.evidence.registry.models import HouseholdRevision, MemberRevision, Round
from pinto.evidence.registry.permissions import freeze_over
from pinto.evidence.registry.queries import COUNTED, people_then
from pinto.evidence.registry.queries.linked import NOBODY, stand_alone, superseded
from pinto.ground.installation.home import room, write_atomically
from pinto.ground.places.models import Place
from pinto.ground.places.queries import area_range
from pinto.ground.thai.calendar import PartialDate, age_on

_TYPES = {
    Kind.INTEGER: pa.float64(),  # one numeric type: sums never wrap, null stays null
    Kind.DECIMAL: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.CHOICE: pa.string(),
    Kind.CHOICES: pa.list_(pa.string()),
}
_ANSWERS = ("households", "members", "delivered")  # tables of what was answered
_DERIVED = ("scores", "roster", "fieldwork")  # tables that later rooms write beside the answers
_THREADS = 2  # at most, so that a small machine stays usable
_KEEP = 3  # generations of a file that a slow reader may still hold


@dataclass(frozen=True)
class Extract:
    """One pinned state of a round: the files its manifest named when it was opened."""

    folder: Path
    files: Mapping[str, Mapping[str, str]]  # table → tambon → file name

    @property
    def tambons(self) -> list[str]:
        return sorted(self.files.get("households", {}))

    def paths(self, table: str, tambons: Collection[str] | None = None) -> list[str]:
        """The files of a table, of all tambons or of some."""
        return [
            str(self.folder / name)
            for tambon, name in sorted(self.files.get(table, {}).items())
            if tambons is None or tambon in tambons
        ]

    def table(
        self, connection: Any, name: str, tambons: Collection[str] | None = None
    ) -> ibis.expr.types.Table:
        """The table as an expression on that connection. Raises ``LookupError`` when absent."""
        paths = self.paths(name, tambons)
        if not paths:
            raise LookupError(f"there is no {name} in {self.folder.name}")
        return connection.read_parquet(paths)


def answered(
    what: Hashable,
    tables: Mapping[str, Collection[str]],
    expression: Callable[..., ir.Table],
    *,
    households: Collection[UUID] | None = None,
    **given: Any,
) -> pa.Table:
    """The expression of these tables, each a list of files, as Arrow.

    ``what`` names the expression with everything in ``given``: to compile one takes
    longer than to work out a tambon, so that is done once for each shape of the tables.
    With ``households`` nothing is looked at but their rows.
    """
    shapes = {name: pq.read_schema(next(iter(paths))) for name, paths in tables.items()}
    key = (what, *((name, *shape.names, *map(str, shape.types)) for name, shape in shapes.items()))
    if key not in _compiled:
        asked = {name: ibis.table(shape, name=name) for name, shape in shapes.items()}
        found = expression(**asked, **given)
        _compiled[key] = ibis.to_sql(found, dialect="duckdb"), found.schema().to_pyarrow()
    statement, schema = _compiled[key]
    with duckdb.connect(config={"threads": _THREADS}) as connection:
        for name, paths in tables.items():
            rows = connection.read_parquet(list(paths))
            if households is not None:
                wanted = [duckdb.ConstantExpression(home.hex) for home in households]
                rows = rows.filter(duckdb.ColumnExpression("household_id").isin(*wanted))
            rows.create_view(name)
        return connection.sql(statement).to_arrow_table().cast(schema)


_compiled: dict[Hashable, tuple[str, pa.Schema]] = {}


def connect() -> Any:
    """A DuckDB of its own, in memory."""
    return ibis.duckdb.connect(threads=_THREADS)


def pinned_extract(round: Round) -> Extract:
    """The round's extract as it is now; empty when nothing has been extracted."""
    folder = _folder(round)
    manifest = folder / "manifest.json"
    files = json.loads(manifest.read_text()) if manifest.exists() else {}
    return Extract(folder, files)


def refresh_extract(
    *,
    round: Round,
    tambons: Collection[str] | None = None,
    households: Collection[UUID] | None = None,
) -> Extract:
    """The extract holds what the registry holds now, for these tambons or for all.

    Only the named tambons are read from the database and written anew. A tambon
    that has no household any more leaves the extract. With ``households`` nothing else
    has changed in the tambons: only their rows are read, and merged into the files.
    """
    if households is not None and not stand_alone(households, round):
        households = None  # who counts of linked records depends on all of them
    asked = instrument(round.instrument, round.instrument_version)
    wanted = set(tambons) if tambons is not None else set(_tambons_of(round))
    if tambons is None:
        wanted |= set(pinned_extract(round).tambons)
    with _writing(round) as files:
        for tambon in sorted(wanted):
            tables = _merged(files, round, tambon, asked, households)
            if tables["households"].num_rows == 0:
                for name in (*tables, *_DERIVED):
                    files.remove(name, tambon)
            else:
                for name, table in tables.items():
                    files.add(name, tambon, table)
    return pinned_extract(round)


def merged(path: Path, table: pa.Table, households: Collection[UUID]) -> pa.Table | None:
    """The rows of the file, where those of these households are now the rows of the table.

    They stand in the order in which they would have been written whole. None where the
    file has other columns than the table.
    """
    old = pq.read_table(path)
    if not old.schema.equals(table.schema):
        return None
    theirs = pa.array([home.hex for home in households], pa.string())
    kept = old.filter(pc.invert(pc.is_in(old["household_id"], value_set=theirs)))
    order = [name for name in ("household_id", "number") if name in table.column_names]
    together = pa.concat_tables([kept, table])
    return together.sort_by([(name, "ascending") for name in order]).combine_chunks()


def write_table(
    round: Round,
    name: str,
    tables: Mapping[str, pa.Table],
    *,
    households: Collection[UUID] | None = None,
) -> Extract:
    """A derived table (scores) of these tambons stands beside the answers it came from.

    With ``households`` the tables hold their rows, and those of the others stay. Raises
    ``LookupError`` where there is no such table of a tambon, or it has other columns.
    """
    with _writing(round) as files:
        for tambon, table in tables.items():
            whole: pa.Table | None = table
            if households is not None:
                there = files.named.get(name, {}).get(tambon)
                whole = merged(files.folder / there, table, households) if there else None
            if whole is None:
                raise LookupError(f"{tambon} has no {name} of these columns in {round.label}")
            files.add(name, tambon, whole)
    return pinned_extract(round)


def erase_from_extract(
    *, round: Round, tambon: str, households: Collection[UUID], people: Collection[UUID]
) -> None:
    """No file of that tambon holds these households or people, nor does an older one on disk.

    All tables are rewritten alike, derived ones too. A reader that had pinned the older
    files finds them gone and has to ask again.
    """
    away = {
        "household_id": pa.array([key.hex for key in households], pa.string()),
        "person_id": pa.array([key.hex for key in people], pa.string()),
    }
    with _writing(round) as files:
        for name in [name for name, of in files.named.items() if tambon in of]:
            table = pq.read_table(files.folder / files.named[name][tambon])
            kept = table
            for column in away.keys() & set(table.column_names):
                kept = kept.filter(pc.invert(pc.is_in(kept[column], value_set=away[column])))
            if kept.num_rows < table.num_rows:
                files.add(name, tambon, kept)
        files.forget_all_old(tambon)


def _folder(round: Round) -> Path:
    return room("extracts") / round.label.replace("/", "-")


@dataclass
class _Files:
    """The files of a round while somebody writes; they count when the manifest names them."""

    folder: Path
    named: dict[str, dict[str, str]]
    touched: set[tuple[str, str]] = field(default_factory=set)
    emptied: set[str] = field(default_factory=set)  # tambons of which only what counts stays

    def add(self, name: str, tambon: str, table: pa.Table) -> None:
        province = self.folder / name / tambon[:2]
        province.mkdir(parents=True, exist_ok=True)
        path = province / f"{tambon}-{secrets.token_hex(4)}.parquet"
        pq.write_table(table, path, compression="zstd")
        self.named.setdefault(name, {})[tambon] = str(path.relative_to(self.folder))
        self.touched.add((name, tambon))

    def remove(self, name: str, tambon: str) -> None:
        self.named.get(name, {}).pop(tambon, None)
        self.touched.add((name, tambon))

    def forget_old(self) -> None:
        """Old generations go, except the last few: a reader may have pinned them."""
        for name, tambon in self.touched:
            kept = self.named.get(name, {}).get(tambon)
            generations = sorted(
                (self.folder / name / tambon[:2]).glob(f"{tambon}-*.parquet"),
                key=lambda path: path.stat().st_mtime,
                reverse=True,
            )
            for path in generations[_KEEP:]:
                if str(path.relative_to(self.folder)) != kept:
                    path.unlink(missing_ok=True)

    def forget_all_old(self, tambon: str) -> None:
        """When the block ends, no older generation of that tambon stays, in no table."""
        self.emptied.add(tambon)

    def unlink_emptied(self) -> None:
        named = {file for of in self.named.values() for file in of.values()}
        for tambon in self.emptied:
            for path in self.folder.glob(f"*/{tambon[:2]}/{tambon}-*.parquet"):
                if str(path.relative_to(self.folder)) not in named:
                    path.unlink(missing_ok=True)


@contextmanager
def _writing(round: Round) -> Iterator[_Files]:
    """One writer at a time; what was added counts all at once, when the block ends well."""
    folder = _folder(round)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released by the kernel, whatever happens to us
        files = _Files(folder, {n: dict(of) for n, of in pinned_extract(round).files.items()})
        yield files
        write_atomically(folder / "manifest.json", json.dumps(files.named, indent=0).encode())
        files.forget_old()
        files.unlink_emptied()


def _tambons_of(round: Round) -> list[str]:
    return list(
        HouseholdRevision.objects.filter(COUNTED, round=round)
        .annotate(tambon=Substr("place__code", 1, 6))
        .values_list("tambon", flat=True)
        .distinct()
        .order_by("tambon")
    )


def _merged(
    files: _Files,
    round: Round,
    tambon: str,
    asked: Instrument,
    households: Collection[UUID] | None,
) -> dict[str, pa.Table]:
    """The tables of a tambon; where households are named only they are read, if that will do."""
    if households is None or any(tambon not in files.named.get(name, {}) for name in _ANSWERS):
        return _read_tambon(round, tambon, asked)
    found: dict[str, pa.Table] = {}
    for name, table in _read_tambon(round, tambon, asked, households).items():
        whole = merged(files.folder / files.named[name][tambon], table, households)
        if whole is None:
            return _read_tambon(round, tambon, asked)
        found[name] = whole
    return found


def _read_tambon(
    round: Round, tambon: str, asked: Instrument, households: Collection[UUID] | None = None
) -> dict[str, pa.Table]:
    """The tables of a tambon, or the rows of some households, who ``stand_alone``."""
    first, beyond = area_range(tambon)
    places = dict(Place.objects.filter(code__gte=first, code__lt=beyond).values_list("pk", "code"))
    later = HouseholdRevision.objects.filter(
        COUNTED, household=OuterRef("household"), round=round, id__gt=OuterRef("id")
    )
    newest = (
        HouseholdRevision.objects.filter(
            COUNTED,
            ~Exists(later),  # a household that has moved is listed only where it moved to
            round=round,
            place_id__in=list(places),
            **({} if households is None else {"household__in": households}),
        )
        .annotate(
            # as text: half a million UUID objects cost more than the query
            home=Cast("household_id", TextField()),
            key=Cast("id", TextField()),
            doc=Cast("answers", TextField()),
            sub=Cast("delivered", TextField()),
        )
        .order_by("household_id")
        .values_list("home", "key", "place_id", "doc", "sub")
    )
    if households is None:
        freeze = freeze_over(round.pk, tambon)
        passed_over = superseded(round, list(places), until=freeze.at if freeze else None)
    else:
        passed_over = NOBODY
    homes = {home.hex for home in passed_over.households}
    rows = [
        _Row(compact, key, places[place], doc, sub)
        for home, key, place, doc, sub in newest.iterator(chunk_size=5_000)
        if (compact := home.replace("-", "")) not in homes
    ]
    people = {person.hex for person in passed_over.people}
    chosen = None if households is None else [UUID(row.revision) for row in rows]
    rosters = _rosters(round, list(places), {row.revision for row in rows}, people, chosen)
    return {
        "households": _households_table(rows, rosters, asked),
        "members": _members_table(rows, rosters, asked, age_day(round)),
        "delivered": _delivered_table(rows),
    }


class _Row(NamedTuple):
    """A household's newest revision, on its way into columns."""

    household: str  # 32 hex digits
    revision: str
    code: str
    answers: str  # JSON
    delivered: str  # JSON


def _rosters(
    round: Round,
    places: list[Any],
    revisions: set[str],
    passed_over: set[str],
    chosen: list[UUID] | None = None,
) -> dict[str, list[Any]]:
    listed = (
        {"revision__round": round, "revision__place_id__in": places}
        if chosen is None
        else {"revision__in": chosen}
    )
    rows = (
        MemberRevision.objects.filter(**listed)
        .annotate(
            of=Cast("revision_id", TextField()),
            who=Cast("person_id", TextField()),
            doc=Cast("answers", TextField()),
        )
        .order_by("revision_id", "number")
        .values_list(
            "of",
            "who",
            "number",
            "person__sex",
            "person__birth_year",
            "person__birth_month",
            "person__birth_day",
            "doc",
        )
    )
    rosters: dict[str, list[Any]] = {revision: [] for revision in revisions}
    then = {key.hex: kept for key, kept in people_then(round, places).items()}
    for row in rows.iterator(chunk_size=10_000):
        if row[0] in rosters and (not passed_over or row[1].replace("-", "") not in passed_over):
            kept = then.get(row[1].replace("-", "")) if then else None
            if kept is not None:
                born = (kept.birth_year, kept.birth_month, kept.birth_day)
                row = (*row[:3], kept.sex, *born, row[7])
            rosters[row[0]].append(row)
    return rosters


def age_day(round: Round) -> date:
    """Ages are counted on the round's last day; without one, on 31 December of its year."""
    return round.ends_on or date(round.year - 543, 12, 31)


def _columns(docs: list[str], questions: Collection[Question]) -> dict[str, Any]:
    """A column for each question, from the answers as JSON; unknown is null."""
    schema = pa.schema([(q.id, _TYPES[q.kind]) for q in questions if q.kind in _TYPES])
    if not docs:
        table = schema.empty_table()
    else:
        lines = "\n".join(docs).encode()
        table = pj.read_json(
            pa.BufferReader(lines),
            pj.ReadOptions(use_threads=False, block_size=len(lines) + 1),
            pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
        )
    return {name: table[name] for name in schema.names}


def _households_table(
    rows: list[_Row], rosters: Mapping[str, list[Any]], asked: Instrument
) -> pa.Table:
    codes = [row.code for row in rows]
    return pa.table(
        {
            "household_id": pa.array([row.household for row in rows], pa.string()),
            "province": pa.array([code[:2] for code in codes], pa.string()),
            "amphoe": pa.array([code[:4] for code in codes], pa.string()),
            "tambon": pa.array([code[:6] for code in codes], pa.string()),
            "village": pa.array([code if len(code) > 6 else None for code in codes], pa.string()),
            "people": pa.array([len(rosters[row.revision]) for row in rows], pa.int64()),
            **_columns([row.answers for row in rows], asked.questions(Level.HOUSEHOLD)),
        }
    )


def _members_table(
    rows: list[_Row], rosters: Mapping[str, list[Any]], asked: Instrument, day: date
) -> pa.Table:
    members = [(row.household, member) for row in rows for member in rosters[row.revision]]
    ages = [age_on(PartialDate.of(*member[4:7]), day) for _, member in members]
    return pa.table(
        {
            "household_id": pa.array([household for household, _ in members], pa.string()),
            "person_id": pa.array(
                [member[1].replace("-", "") for _, member in members], pa.string()
            ),
            "number": pa.array([member[2] for _, member in members], pa.int64()),
            "sex": pa.array([member[3] or None for _, member in members], pa.string()),
            "age": pa.array(ages, pa.int64()),
            **_columns([member[7] for _, member in members], asked.questions(Level.MEMBER)),
        }
    )


def _delivered_table(rows: list[_Row]) -> pa.Table:
    long = [
        (row.household, item, float(score))
        for row in rows
        if row.delivered != "{}"
        for item, score in orjson.loads(row.delivered).items()
    ]
    return pa.table(
        {
            "household_id": pa.array([entry[0] for entry in long], pa.string()),
            "item": pa.array([entry[1] for entry in long], pa.string()),
            "score": pa.array([entry[2] for entry in long], pa.float64()),
        }
    )
