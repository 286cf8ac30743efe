"""Bring in lists of places, names, codes, borders and sets: all of them or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from pinto.ground.places.actions.borders import write_borders
from pinto.ground.places.actions.names import write_aliases, write_codes, write_moves
from pinto.ground.places.actions.places import held_places, write_places
from pinto.ground.places.actions.sets import write_areas
from pinto.ground.places.actions.tally import Tally
from pinto.ground.places.rules.files import ReadFile, read_listing
from pinto.ground.places.rules.listings import Claim, Conflict, Listing
from pinto.ground.places.rules.merging import (
    Names,
    Renamed,
    contradicted,
    disputed_provinces,
    founded,
    merge_places,
)
from pinto.ground.trail.actions import record

_OURS = Path(__file__).resolve().parent.parent / "data"


Tell = Callable[[int, int | None, str], None]  # done, total, what is being done


@dataclass(frozen=True)
class ImportReport:
    """What an import brought: by kind, what disagrees, what was renamed, and the files it read."""

    counts: dict[str, Tally]
    conflicts: list[Conflict]
    renamed: list[Renamed] = field(default_factory=list)
    files: list[ReadFile] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is different now; False after the same files a second time."""
        return any(tally.added or tally.changed for tally in self.counts.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "changed": self.changed,
            "counts": {kind: asdict(tally) for kind, tally in self.counts.items()},
            "conflicts": [each.as_json() for each in self.conflicts],
            "renamed": [
                {
                    "code": each.code,
                    "was": {"name_th": each.was[0], "name_en": each.was[1]},
                    "now": {"name_th": each.now[0], "name_en": each.now[1]},
                    "file": each.line.file,
                    "row": each.line.row,
                }
                for each in self.renamed
            ],
            "files": [asdict(file) for file in self.files],
        }


def import_places(
    paths: Iterable[Path],
    *,
    by: Any,
    at: datetime,
    rename: bool = False,
    tell: Tell = lambda _done, _total, _step: None,
) -> ImportReport:
    """Pinto holds what the files list, as far as it does not contradict what it holds.

    With ``rename`` the places held take the names listed, where ``merge_places`` is sure of
    them; the trail keeps those they had.

    Files and folders in any mix and order: docs/reference/places.md names the forms.
    One transaction: a ``BadFile`` leaves nothing half-applied. The same files a second
    time change nothing. ``by`` is an account, or None for Pinto itself.
    """
    tell(0, 4, "reading files")
    listing, files = read_listing(paths)
    ours, _ = read_listing([_OURS])
    with transaction.atomic():
        report = replace(_apply(listing, ours, rename, tell), files=files)
        record(
            what="places.imported",
            on=("places", "all"),
            by=by,
            at=at,
            files={file.name: file.digest for file in files},
            counts={kind: asdict(tally) for kind, tally in report.counts.items()},
            conflicts=len(report.conflicts),
            renamed={each.code: [each.was, each.now] for each in report.renamed},
        )
    tell(4, 4, "done")
    return report


def _apply(listing: Listing, ours: Listing, rename: bool, tell: Tell) -> ImportReport:
    tell(1, 4, "places")
    held = held_places()
    changes = merge_places(listing.places, held, rename=rename)
    ids, counts = write_places(changes, held, founded(listing.moves))
    names: Names = {
        **{code: (place.name_th, place.name_en) for code, place in held.items()},
        **{each.code: each.now for each in changes.renamed},
        **{place.code: (place.name_th, place.name_en) for place in changes.added},
    }
    conflicts = listing.conflicts + changes.conflicts

    tell(2, 4, "names and codes")
    known = [alias for alias in ours.aliases if alias.code in names]
    counts["ALIAS"], found = write_aliases([*listing.aliases, *known], names, ids)
    conflicts += found
    stand_ins = [code for code in ours.codes if code.heir in names]
    counts["OTHER_CODE"], found, heirs = write_codes([*listing.codes, *stand_ins], names, ids)
    conflicts += found
    counts["FORMER_PARENT"], found = write_moves(listing.moves, ids)
    conflicts += found

    tell(3, 4, "borders and sets")
    counts["BORDER"], found = write_borders(listing.shapes, ids, heirs)
    conflicts += found
    counts["LOCAL_GOVERNMENT"], counts["SET_MEMBER"], found = write_areas(
        listing.areas, listing.memberships, ids
    )
    conflicts += found
    borders = [Claim(each.line, each.code, each.name_th) for each in listing.shapes]
    conflicts += contradicted([*listing.claims, *borders], names)
    conflicts += disputed_provinces(conflicts, listing.places)
    return ImportReport(counts, _in_order(conflicts), changes.renamed)


def _in_order(conflicts: Sequence[Conflict]) -> list[Conflict]:
    return sorted(conflicts, key=lambda each: (each.kind, each.code, each.file, each.row))
