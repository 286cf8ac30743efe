"""The tables that list places, told apart by their columns, row by row into a listing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pinto.ground.design.messages import N_
from pinto.ground.places.rules.codes import Kind, kind_of, parent_code, written_code
from pinto.ground.places.rules.listings import (
    BadFile,
    Claim,
    Disagreement,
    Line,
    ListedAlias,
    ListedArea,
    ListedCode,
    ListedGovernment,
    ListedMembership,
    ListedMove,
    ListedPlace,
    Listing,
    conflict,
)
from pinto.ground.places.rules.names import bare_name, name_key
from pinto.ground.thai.calendar import ce_year

Row = Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A kind of table: its name, the columns that give it away, and how a row is read."""

    name: str
    columns: frozenset[str]
    read: Callable[[Listing, Line, Row], None]


def form_of(header: frozenset[str]) -> Form | None:
    """The form a table with these columns has; None for a table that lists no places."""
    return next((form for form in FORMS if form.columns <= header), None)


def read_province(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "province_code", Kind.PROVINCE)
    _list_place(listing, line, row, code, Kind.PROVINCE)
    _compare_foreign_code(listing, line, row, code)
    below = {Kind.AMPHOE: _count(line, row, "n_amphoe"), Kind.TAMBON: _count(line, row, "n_tambon")}
    listing.claims.append(Claim(line, code, areas=_known(below)))


def read_amphoe(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "amphoe_code", Kind.AMPHOE)
    _list_place(listing, line, row, code, Kind.AMPHOE)
    _compare_foreign_code(listing, line, row, code)
    _claim_above(listing, line, row, code, "province")
    listing.claims.append(
        Claim(line, code, areas=_known({Kind.TAMBON: _count(line, row, "n_tambon")}))
    )
    other = row.get("cod_name_th", "")
    if other and name_key(other) != name_key(row["name_th"]):
        listing.conflicts.append(
            conflict(Disagreement.SOURCES_DISAGREE, code, row["name_th"], other, line)
        )


def read_tambon(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "tambon_code", Kind.TAMBON)
    _list_place(listing, line, row, code, Kind.TAMBON)
    _compare_foreign_code(listing, line, row, code)
    _claim_above(listing, line, row, code, "amphoe")
    _claim_above(listing, line, row, code, "province")
    asked, agreed = _count(line, row, "n_sources"), _count(line, row, "n_agree_th")
    if asked is not None and agreed is not None and agreed < asked:
        ours, theirs = row["name_th"], f"{asked - agreed} of {asked} sources"
        listing.conflicts.append(conflict(Disagreement.SOURCES_DISAGREE, code, ours, theirs, line))
    if other := row.get("name_en_alt", ""):
        listing.aliases.append(ListedAlias(line, code, other, "ENGLISH", line.file))


def read_village(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "village_code", Kind.VILLAGE)
    _compare_parent_code(listing, line, code, row["tambon_code"])
    if (moo := _count(line, row, "moo")) not in (None, int(code[6:])):
        listing.conflicts.append(conflict(Disagreement.MOO, code, int(code[6:]), moo, line))
    doubted = row.get("latlon_ok") == "0"
    if doubted and row.get("lat"):
        point = f"{row['lat']}, {row['lon']}"
        listing.conflicts.append(conflict(Disagreement.POINT, code, "", point, line))
    if row.get("in_gazetteer") == "0":
        listing.conflicts.append(conflict(Disagreement.ONE_SOURCE, code, row["name_th"], "", line))
    _list_place(listing, line, row, code, Kind.VILLAGE, point=not doubted)


def read_place(listing: Listing, line: Line, row: Row) -> None:
    """A row of Pinto's own simple list: docs/reference/places.md."""
    code = written_code(row["code"])
    kind = kind_of(code)
    if kind is None:
        raise _bad(
            line, N_("“%(code)s” is not an area code of 2, 4, 6, 8 or 9 digits."), row, "code"
        )
    moo = _count(line, row, "moo")
    if kind is Kind.VILLAGE and moo not in (None, int(code[6:])):
        listing.conflicts.append(conflict(Disagreement.MOO, code, int(code[6:]), moo, line))
    _list_place(listing, line, row, code, kind)


def read_alias(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "tambon_code", Kind.TAMBON)
    listing.claims.append(Claim(line, code, name_th=row["official_th"]))
    listing.aliases.append(
        ListedAlias(line, code, bare_name(row["alias_th"]), "SPELLING", row["source"] or line.file)
    )


def read_retired_code(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "stale_code", Kind.TAMBON)
    namesakes = row["same_name_same_province_codes"]
    listing.codes.append(
        ListedCode(
            line,
            code,
            "RETIRED",
            row["name_th"],
            row["successor_code_hoerstemeier"],
            tuple(namesakes.split("|")) if namesakes else (),
            f"{line.file}: {row['found_in_sources']}",
        )
    )


def read_move(listing: Listing, line: Line, row: Row) -> None:
    code = written_code(row["adm2_pcode_new"])
    new, old = written_code(row["adm1_pcode_new"]), written_code(row["adm1_pcode_old"])
    for given, kind in ((code, Kind.AMPHOE), (new, Kind.PROVINCE), (old, Kind.PROVINCE)):
        if kind_of(given) is not kind:
            raise BadFile(_NOT_A_CODE, file=line.file, row=line.row, code=given, kind=kind)
    _compare_parent_code(listing, line, code, new)
    listing.claims.append(Claim(line, code, name_th=row.get("adm2_th_new", "")))
    listing.claims.append(Claim(line, new, name_th=row.get("adm1_th_new", "")))
    listing.claims.append(Claim(line, old, name_th=row.get("adm1_th_old", "")))
    listing.moves.append(ListedMove(line, code, old, _buddhist_day(line, row, "date_change")))


def read_pilot_area(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "tambon_code", Kind.TAMBON)
    listing.claims.append(Claim(line, code, row["tambon_th"], row["tambon_en"]))
    _claim_above(listing, line, row, code, "amphoe")
    _claim_above(listing, line, row, code, "province")
    written = row["source_tambon"], row["source_amphoe"], row["source_province"]
    government = _government(line, row)
    officially = row["tambon_th"], row["amphoe_th"], row["province_th"]
    for level, (said, official) in enumerate(zip(written, officially, strict=True)):
        short = level == 1 and said == "เมือง" and official.startswith("เมือง")
        named = level > 0 or government is None  # a municipality has a name of its own
        if named and not short and name_key(said) != name_key(official):
            listing.conflicts.append(
                conflict(Disagreement.WRITTEN_OTHERWISE, code, official, said, line)
            )
    listing.areas.append(
        ListedArea(
            line,
            _required_count(line, row, "seq"),
            written,
            tuple((row["all_tambon_codes"] or code).split("|")),
            government,
            row["confidence"],
            row["note"],
        )
    )


_PARTS = {"complete": "WHOLE", "partial": "PART"}


def _government(line: Line, row: Row) -> ListedGovernment | None:
    if not row["lao_th"]:
        return None
    served = [item.partition(":") for item in row["lao_coverage"].split("|")]
    return ListedGovernment(
        code=row["lao_code_dopa"],
        kind=row["unit_type"].upper(),
        name_th=row["lao_th"],
        name_en=row["lao_en"],
        seat=_code(line, row, "amphoe_code", Kind.AMPHOE),
        coverage={code: _PARTS.get(part, "UNKNOWN") for code, _, part in served},
    )


def read_pilot_membership(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "tambon_code", Kind.TAMBON)
    listing.claims.append(Claim(line, code, row["tambon_th"]))
    listing.memberships.append(ListedMembership(line, _required_count(line, row, "seq"), code))


def read_english_spelling(listing: Listing, line: Line, row: Row) -> None:
    code = _code(line, row, "province_code", Kind.PROVINCE)
    listing.claims.append(Claim(line, code, row["official_th"], row["official_en"]))
    listing.aliases.append(ListedAlias(line, code, row["source_spelling_en"], "ENGLISH", line.file))


def read_short_name(listing: Listing, line: Line, row: Row) -> None:
    listing.aliases.append(ListedAlias(line, row["code"], row["short_name"], "SHORT", "Pinto"))


def read_foreign_code(listing: Listing, line: Line, row: Row) -> None:
    listing.codes.append(
        ListedCode(
            line, row["foreign_code"], "FOREIGN", row["name_th"], row["code"], (), row["source"]
        )
    )


FORMS = (
    Form("short names", frozenset({"code", "short_name"}), read_short_name),
    Form("foreign codes", frozenset({"foreign_code", "code", "source"}), read_foreign_code),
    Form(
        "tambon aliases",
        frozenset({"tambon_code", "official_th", "alias_th", "source"}),
        read_alias,
    ),
    Form(
        "retired tambon codes",
        frozenset(
            {
                "stale_code",
                "name_th",
                "found_in_sources",
                "successor_code_hoerstemeier",
                "same_name_same_province_codes",
            }
        ),
        read_retired_code,
    ),
    Form(
        "changes of province",
        frozenset({"adm1_pcode_new", "adm2_pcode_new", "adm1_pcode_old", "date_change"}),
        read_move,
    ),
    Form(
        "pilot areas",
        frozenset(
            {
                "seq",
                "source_tambon",
                "source_amphoe",
                "source_province",
                "unit_type",
                "tambon_code",
                "all_tambon_codes",
                "tambon_th",
                "tambon_en",
                "amphoe_code",
                "amphoe_th",
                "province_th",
                "lao_code_dopa",
                "lao_th",
                "lao_en",
                "lao_coverage",
                "confidence",
                "note",
            }
        ),
        read_pilot_area,
    ),
    Form(
        "tambons of pilot areas",
        frozenset({"seq", "tambon_code", "tambon_th", "is_primary"}),
        read_pilot_membership,
    ),
    Form(
        "English spellings of provinces",
        frozenset({"source_spelling_en", "province_code", "official_en", "official_th"}),
        read_english_spelling,
    ),
    Form("villages", frozenset({"village_code", "tambon_code", "name_th"}), read_village),
    Form("tambons", frozenset({"tambon_code", "amphoe_code", "name_th"}), read_tambon),
    Form("amphoes", frozenset({"amphoe_code", "province_code", "name_th"}), read_amphoe),
    Form("provinces", frozenset({"province_code", "name_th"}), read_province),
    Form("places", frozenset({"code", "name_th"}), read_place),
)


# --- cells ----------------------------------------------------------------------------

_NOT_A_CODE = N_("“%(code)s” is not a code of the level %(kind)s.")


def _bad(line: Line, reason: str, row: Row, column: str) -> BadFile:
    return BadFile(reason, file=line.file, row=line.row, column=column, code=row.get(column, ""))


def _code(line: Line, row: Row, column: str, kind: Kind) -> str:
    code = written_code(row[column])
    if kind_of(code) is not kind:
        raise BadFile(_NOT_A_CODE, file=line.file, row=line.row, code=row[column], kind=kind)
    return code


def _count(line: Line, row: Row, column: str) -> int | None:
    text = row.get(column, "")
    if not text:
        return None
    if not text.isdigit():
        raise _bad(
            line, N_("“%(code)s” in the column %(column)s is not a whole number."), row, column
        )
    return int(text)


def _required_count(line: Line, row: Row, column: str) -> int:
    number = _count(line, row, column)
    if number is None:
        raise _bad(line, N_("The column %(column)s is empty."), row, column)
    return number


def _known(counts: Mapping[Kind, int | None]) -> dict[Kind, int]:
    return {kind: number for kind, number in counts.items() if number is not None}


def _degrees(line: Line, row: Row, columns: tuple[str, str], limit: int) -> float | None:
    column = next((name for name in columns if row.get(name)), "")
    if not column:
        return None
    try:
        degrees = float(row[column])
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        raise _bad(line, N_("“%(code)s” in the column %(column)s is not in degrees."), row, column)
    return degrees


def _buddhist_day(line: Line, row: Row, column: str) -> date:
    """The day that yyyy-mm-dd of the Buddhist era says."""
    try:
        year, month, day = (int(part) for part in row[column].split("-"))
        return date(ce_year(year, month), month, day)
    except ValueError:
        reason = N_("“%(code)s” in the column %(column)s is not a day such as 2554-03-11.")
        raise _bad(line, reason, row, column) from None


# --- what rows of several forms have in common -----------------------------------------

_ORDINARY = {"", "province", "amphoe", "tambon", "village"}  # the level says it already


def _list_place(
    listing: Listing, line: Line, row: Row, code: str, kind: Kind, *, point: bool = True
) -> None:
    name = bare_name(row["name_th"])
    if not name_key(name):
        raise _bad(line, N_("The place has no name in the column %(column)s."), row, "name_th")
    if len(name) > 120:
        raise _bad(line, N_("The name is longer than 120 letters."), row, "name_th")
    variant = row.get("variant") or row.get("type") or row.get("kind") or ""
    listing.places.append(
        ListedPlace(
            line,
            code,
            kind,
            name,
            row.get("name_en", "")[:120],
            "" if variant.lower() in _ORDINARY else variant[:20],
            _degrees(line, row, ("lat", "latitude"), 90) if point else None,
            _degrees(line, row, ("lon", "longitude"), 180) if point else None,
        )
    )


def _claim_above(listing: Listing, line: Line, row: Row, code: str, level: str) -> None:
    """The row names the province or amphoe it lies in, by code and by name."""
    above = row.get(f"{level}_code", "")
    if above and not code.startswith(above):
        listing.conflicts.append(
            conflict(Disagreement.PARENT_CODE, code, parent_code(code), above, line)
        )
    elif above:
        names = row.get(f"{level}_th", ""), row.get(f"{level}_en", "")
        listing.claims.append(Claim(line, above, *names))


def _compare_parent_code(listing: Listing, line: Line, code: str, above: str) -> None:
    if parent_code(code) != above:
        listing.conflicts.append(
            conflict(Disagreement.PARENT_CODE, code, parent_code(code), above, line)
        )


def _compare_foreign_code(listing: Listing, line: Line, row: Row, code: str) -> None:
    other = row.get("cod_pcode", "")
    if other and written_code(other) != code:
        listing.conflicts.append(conflict(Disagreement.FOREIGN_CODE, code, code, other, line))
