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
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
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
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Substr

from pinto.evidence.instruments.rules import Instrument, Kind, Level, Question, instrument
from pinto.evidence.registry.models import HouseholdRevision, MemberRevision, Round
from pinto.evidence.registry.permissions import freeze_over
from pinto.evidence.registry.queries import COUNTED, people_then
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
    **given: Any,
) -> pa.Table:
    """The expression of these tables, each a list of files, as Arrow.

    ``what`` names the expression with everything in ``given``: to compile one takes
    longer than to work out a tambon, so that is done once for each shape of the tables.
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
            connection.read_parquet(list(paths)).create_view(name)
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


def refresh_extract(*, round: Round, tambons: Collection[str] | None = None) -> Extract:
    """The extract holds what the registry holds now, for these tambons or for all.

    Only the named tambons are read from the database and written anew. A tambon
    that has no household any more leaves the extract.
    """
    asked = instrument(round.instrument, round.instrument_version)
    wanted = set(tambons) if tambons is not None else set(_tambons_of(round))
    if tambons is None:
        wanted |= set(pinned_extract(round).tambons)
    with _writing(round) as files:
        for tambon in sorted(wanted):
            tables = _read_tambon(round, tambon, asked)
            if tables["households"].num_rows == 0:
                for name in (*tables, *_DERIVED):
                    files.remove(name, tambon)
            else:
                for name, table in tables.items():
                    files.add(name, tambon, table)
    return pinned_extract(round)


def write_table(round: Round, name: str, tables: Mapping[str, pa.Table]) -> Extract:
    """A derived table (scores) of these tambons stands beside the answers it came from."""
    with _writing(round) as files:
        for tambon, table in tables.items():
            files.add(name, tambon, table)
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


def _read_tambon(round: Round, tambon: str, asked: Instrument) -> dict[str, pa.Table]:
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
    freeze = freeze_over(round.pk, tambon)
    passed_over = superseded(round, list(places), until=freeze.at if freeze else None)
    homes = {home.hex for home in passed_over.households}
    rows = [
        _Row(compact, key, places[place], doc, sub)
        for home, key, place, doc, sub in newest.iterator(chunk_size=5_000)
        if (compact := home.replace("-", "")) not in homes
    ]
    people = {person.hex for person in passed_over.people}
    rosters = _rosters(round, list(places), {row.revision for row in rows}, people)
    return {
        "households": _households_table(rows, rosters, asked),
        "members": _members_table(rows, rosters, asked, age_day(round)),
        "delivered": _delivered_table(rows),
    }


@dataclass(frozen=True)
class Superseded:
    """The records of a round for which a linked one counts."""

    households: frozenset[UUID]
    people: frozenset[UUID]


def superseded(
    round: Round, places: Collection[UUID], *, until: datetime | None = None
) -> Superseded:
    """Who of these places does not count in the round, since a linked record was asked too.

    Of records that are linked as one household, or one person, the oldest that was asked
    in the round counts; where only one was asked, that one does, whichever it is. Links
    made after ``until`` do not count: the round was frozen then.
    """
    asked = HouseholdRevision.objects.filter(COUNTED, round=round)
    homes = _passed_over(
        asked.filter(_linked("household", until), place__in=places).values_list(
            "household__same_as", flat=True
        ),
        lambda of: asked.filter(
            Q(household__in=of) | Q(_linked("household", until), household__same_as__in=of)
        ).values_list("household", "household__same_as"),
    )
    listed = MemberRevision.objects.filter(
        Exists(asked.filter(pk=OuterRef("revision"))), revision__round=round
    )
    later = asked.filter(household=OuterRef("revision__household"), id__gt=OuterRef("revision"))
    people = _passed_over(
        listed.filter(_linked("person", until), revision__place__in=places).values_list(
            "person__same_as", flat=True
        ),
        # whoever stands in a roster that does not count stands for nobody
        lambda of: (
            listed.filter(
                Q(person__in=of) | Q(_linked("person", until), person__same_as__in=of),
                ~Exists(later),
            )
            .exclude(revision__household__in=_superseded_among(asked, of, until))
            .values_list("person", "person__same_as")
        ),
    )
    return Superseded(homes, people)


def _linked(path: str, until: datetime | None) -> Q:
    """The record at ``path`` stands behind another, by then."""
    linked = Q(**{f"{path}__same_as__isnull": False})
    if until is not None:
        at = f"{path}__linked_at"
        linked &= Q(**{f"{at}__isnull": True}) | Q(**{f"{at}__lte": until})
    return linked


def _superseded_among(
    asked: QuerySet[HouseholdRevision], people: Collection[UUID], until: datetime | None
) -> set[UUID]:
    """Those homes of these people, or of records linked to them, for which another counts."""
    homes = asked.filter(
        Q(members__person__in=people) | Q(members__person__same_as__in=people),
        _linked("household", until),
    )
    return set(
        _passed_over(
            homes.values_list("household__same_as", flat=True),
            lambda of: asked.filter(
                Q(household__in=of) | Q(_linked("household", until), household__same_as__in=of)
            ).values_list("household", "household__same_as"),
        )
    )


def _passed_over(
    stood_for: Iterable[UUID | None],
    asked: Callable[[set[UUID]], Iterable[tuple[UUID, UUID | None]]],
) -> frozenset[UUID]:
    """Of each group of linked records that were asked, all but the oldest."""
    groups: dict[UUID, set[UUID]] = {}
    of = {key for key in stood_for if key is not None}
    if not of:
        return frozenset()
    for record, same_as in asked(of):
        groups.setdefault(same_as or record, set()).add(record)
    return frozenset(key for group in groups.values() for key in group - {min(group)})


class _Row(NamedTuple):
    """A household's newest revision, on its way into columns."""

    household: str  # 32 hex digits
    revision: str
    code: str
    answers: str  # JSON
    delivered: str  # JSON


def _rosters(
    round: Round, places: list[Any], revisions: set[str], passed_over: set[str]
) -> dict[str, list[Any]]:
    rows = (
        MemberRevision.objects.filter(revision__round=round, revision__place_id__in=places)
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
