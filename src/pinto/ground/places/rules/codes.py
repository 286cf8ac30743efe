"""What an area code says by itself.

Codes nest: 2 digits province, 4 amphoe, 6 tambon, 8 village (9 where moo ≥ 100).
"""

import re
from enum import StrEnum

from pinto.ground.thai.numerals import arabic

_LENGTH = 10  # one digit more than the longest code
_WRITTEN = re.compile(r"(?:TH)?[\s'’]*([0-9][0-9\s\-]*)(?:\.0+)?", re.IGNORECASE)


class Kind(StrEnum):
    """The four levels, widest first."""

    PROVINCE = "PROVINCE"
    AMPHOE = "AMPHOE"
    TAMBON = "TAMBON"
    VILLAGE = "VILLAGE"


class CodeClass(StrEnum):
    """What a code in somebody's table is."""

    TAMBON = "tambon"
    MUNICIPAL = "municipal pseudo-code"
    RETIRED = "retired"
    UNKNOWN = "unknown"


_KINDS = {
    2: Kind.PROVINCE,
    4: Kind.AMPHOE,
    6: Kind.TAMBON,
    8: Kind.VILLAGE,
    9: Kind.VILLAGE,
}


def kind_of(code: str) -> Kind | None:
    """The level that the length of the code tells; None when it fits none.

    >>> kind_of("340119"), kind_of("34011"), kind_of("34o1")
    (<Kind.TAMBON: 'TAMBON'>, None, None)
    """
    return _KINDS.get(len(code)) if code.isascii() and code.isdigit() else None


def lineage(code: str) -> tuple[str, ...]:
    """The code and all above it, widest first.

    >>> lineage("340119101")
    ('34', '3401', '340119', '340119101')
    """
    return (*(code[:length] for length in (2, 4, 6) if length < len(code)), code)


def parent_code(code: str) -> str:
    """The code of the area it lies in; empty for a province.

    >>> parent_code("340119101"), parent_code("3401"), parent_code("34")
    ('340119', '34', '')
    """
    return "" if len(code) == 2 else lineage(code)[-2]


def area_range(code: str) -> tuple[str, str]:
    """Bounds (lower, upper) with lower ≤ c < upper for the area's code and every code below it.

    Only digits stand in both, and every collation sorts digits alike, so an index
    serves the range in SQLite and in PostgreSQL whatever the database's collation.
    No prefix counts up: the bounds of 39 do not depend on there being a 40.

    >>> area_range("34")
    ('34', '3499999999')
    """
    return code, code.ljust(_LENGTH, "9")


def is_municipal(code: str) -> bool:
    """Whether a code is a municipal pseudo-code: xx51 to xx57 in the place of the tambon.

    TPMAP and the BMN survey count people of municipal areas under such codes; no
    official tambon has one.

    >>> is_municipal("130451"), is_municipal("130401")
    (True, False)
    """
    return kind_of(code) is Kind.TAMBON and "51" <= code[4:] <= "57"


def written_code(text: str) -> str:
    """The digits, when the text is a code and nothing else; empty otherwise.

    Spreadsheets leave traces: Thai digits, a ``.0``, an apostrophe, hyphens,
    and the letters TH of the humanitarian code lists.

    >>> written_code(" TH340119"), written_code("๓๔๐๑๑๙"), written_code("340119.0")
    ('340119', '340119', '340119')
    >>> written_code("หมู่ 3"), written_code("25/2")
    ('', '')
    """
    match = _WRITTEN.fullmatch(arabic(text.strip()))
    return re.sub(r"[\s\-]", "", match[1]) if match else ""
