"""What the files list, whatever their form, and what does not agree."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from pinto.ground.design.messages import N_
from pinto.ground.places.rules.codes import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """Where something stands: the file, and the row as a spreadsheet counts, or the feature."""

    file: str
    row: int


class BadFile(Exception):
    """A file that cannot be imported; nothing of the run is applied.

    ``reason`` is a message id with %-placeholders, so that it can be translated.
    """

    def __init__(self, reason: str, *, file: str, row: int | None = None, **params: Any) -> None:
        self.reason, self.file, self.row, self.params = reason, file, row, params
        super().__init__(reason, file, row, params)

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}, row {self.row}"
        return f"{where}: {self.reason % self.params}"


class Disagreement(StrEnum):
    """The ways in which sources contradict each other, or us."""

    NAME = "name-differs"
    ENGLISH_NAME = "english-name-differs"
    SOURCES_DISAGREE = "sources-disagree-on-name"
    ONE_SOURCE = "code-in-one-source-only"
    PROVINCE_DISPUTED = "a-source-disagrees-on-most-of-a-province"
    FOREIGN_CODE = "other-code-differs"
    PARENT_CODE = "parent-code-differs"
    PARENT_UNKNOWN = "parent-unknown"
    DUPLICATE = "duplicate-code"
    MOO = "moo-differs-from-code"
    COUNT = "count-differs"
    POINT = "point-outside-its-tambon"
    ALIAS_TAKEN = "alias-is-a-neighbours-name"
    ALIAS_SHARED = "alias-of-several-places"
    UNKNOWN_CODE = "unknown-code"
    CODE_IN_USE = "retired-code-in-use"
    SUCCESSOR_UNKNOWN = "successor-unknown"
    SUCCESSOR_NAME = "successor-name-differs"
    BORDER_OF_RETIRED = "border-under-retired-code"
    BORDER_OF_NONE = "border-of-unknown-place"
    BORDER_TOO_SMALL = "border-without-inside"
    WRITTEN_OTHERWISE = "spelling-of-source-differs"
    SET_DIFFERS = "set-of-places-differs"


SENTENCES: dict[Disagreement, str] = {
    Disagreement.NAME: N_("Pinto has one Thai name for the code, the file another"),
    Disagreement.ENGLISH_NAME: N_("Pinto has one English name for the code, the file another"),
    Disagreement.SOURCES_DISAGREE: N_("The file says that not all its sources agree on the name"),
    Disagreement.ONE_SOURCE: N_("The file says that only one of its sources knows the code"),
    Disagreement.PROVINCE_DISPUTED: N_(
        "One source disagrees on most tambons of a province: a code list to beware of"
    ),
    Disagreement.FOREIGN_CODE: N_("The code of the other source is not the same code"),
    Disagreement.PARENT_CODE: N_("The code does not begin with the code of the area above"),
    Disagreement.PARENT_UNKNOWN: N_("The area above is not known, so the place was left out"),
    Disagreement.DUPLICATE: N_("The code stands twice in the file; the first counts"),
    Disagreement.MOO: N_("The moo number is not the one in the code; the code counts"),
    Disagreement.COUNT: N_("The file counts more or fewer areas than are listed"),
    Disagreement.POINT: N_("The file says that the point lies outside; it was not taken"),
    Disagreement.ALIAS_TAKEN: N_("The other name is a neighbour's name; it was not taken"),
    Disagreement.ALIAS_SHARED: N_("The same other name is given to several places"),
    Disagreement.UNKNOWN_CODE: N_("No place has this code; the row was left out"),
    Disagreement.CODE_IN_USE: N_("The code is called retired, but a place carries it"),
    Disagreement.SUCCESSOR_UNKNOWN: N_("Nothing certain says which code came after this one"),
    Disagreement.SUCCESSOR_NAME: N_("The place that came after has another name"),
    Disagreement.BORDER_OF_RETIRED: N_("The border stands under a retired code; its heir has it"),
    Disagreement.BORDER_OF_NONE: N_("The border belongs to no known place; it was left out"),
    Disagreement.BORDER_TOO_SMALL: N_("The border has no inside; it was left out"),
    Disagreement.WRITTEN_OTHERWISE: N_("The source writes the name otherwise"),
    Disagreement.SET_DIFFERS: N_("Two files give the area different places"),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One contradiction: what Pinto holds, what the file says, and where."""

    kind: Disagreement
    code: str
    ours: str
    theirs: str
    file: str
    row: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def conflict(kind: Disagreement, code: str, ours: object, theirs: object, line: Line) -> Conflict:
    return Conflict(kind, code, str(ours), str(theirs), line.file, line.row)


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place as a list has it."""

    line: Line
    code: str
    kind: Kind
    name_th: str
    name_en: str = ""
    variant: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """In passing, a file calls a code by a name, or says how many areas lie below it."""

    line: Line
    code: str
    name_th: str = ""
    name_en: str = ""
    areas: Mapping[Kind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListedAlias:
    """Another name for a place; ``kind`` as in PlaceAlias."""

    line: Line
    code: str
    name: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code no longer, or never, official: with its heir, and with places of its name."""

    line: Line
    code: str
    kind: str
    name_th: str
    heir: str
    namesakes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ListedMove:
    """An amphoe lay in another province until a day."""

    line: Line
    code: str
    province: str
    until: date


@dataclass(frozen=True, slots=True)
class ListedShape:
    """The border of a place, a GeoJSON geometry."""

    line: Line
    code: str
    name_th: str
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListedGovernment:
    """A local government and the places it serves: code → WHOLE, PART or UNKNOWN."""

    code: str
    kind: str
    name_th: str
    name_en: str
    seat: str
    coverage: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListedArea:
    """One area of the pilot list: the words of the source, and what they mean."""

    line: Line
    number: int
    written: tuple[str, str, str]  # tambon, amphoe, province
    codes: tuple[str, ...]
    government: ListedGovernment | None
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class ListedMembership:
    """A second list says that a place belongs to an area of the pilot list."""

    line: Line
    number: int
    code: str


@dataclass(slots=True)
class Listing:
    """Everything a run of the import has read."""

    places: list[ListedPlace] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    aliases: list[ListedAlias] = field(default_factory=list)
    codes: list[ListedCode] = field(default_factory=list)
    moves: list[ListedMove] = field(default_factory=list)
    shapes: list[ListedShape] = field(default_factory=list)
    areas: list[ListedArea] = field(default_factory=list)
    memberships: list[ListedMembership] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
