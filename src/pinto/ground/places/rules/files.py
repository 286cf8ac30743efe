"""Files of places, recognised by what is in them and not by their names."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pinto.ground.design.messages import N_
from pinto.ground.places.rules.codes import kind_of, written_code
from pinto.ground.places.rules.forms import FORMS, form_of
from pinto.ground.places.rules.listings import BadFile, Line, ListedShape, Listing
from pinto.ground.places.rules.shapes import NotAnArea, features_of_topology

_SUFFIXES = (".csv", ".csv.gz", ".geojson", ".topojson", ".json")
# The narrowest level of a feature is the one it is the border of.
_CODES = ("code", "village_code", "tambon_code", "amphoe_code", "province_code")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the run: what it was taken for, how many rows, and its SHA-256."""

    name: str
    form: str  # "" for a file of the folder that lists no places
    rows: int
    digest: str


def read_listing(paths: Iterable[Path]) -> tuple[Listing, list[ReadFile]]:
    """Everything the files list, in an order that does not depend on how they were given.

    A folder stands for the tables and borders directly inside it; what lists no
    places there is named with an empty form. Raises ``BadFile``.
    """
    listing = Listing()
    files = []
    for path, chosen in sorted(_files(paths), key=lambda item: (_rank(item[0]), item[0].name)):
        content = _content(path)
        file = _read(listing, path.name, content, chosen=chosen)
        files.append(file)
    return listing, files


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """The files, each once, and whether it was named itself."""
    seen = set()
    for path in paths:
        if not path.exists():
            raise BadFile(N_("There is no such file or folder."), file=str(path))
        inside = [path]
        if path.is_dir():
            inside = [each for each in path.iterdir() if each.name.lower().endswith(_SUFFIXES)]
        for each in inside:
            if each.resolve() not in seen:
                seen.add(each.resolve())
                yield each, each is path


def _rank(path: Path) -> int:
    """Borders after tables: a table's name is the one compared with."""
    return int("json" in path.suffix.lower())


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError) as error:
        raise BadFile(
            N_("The file cannot be read: %(error)s"), file=path.name, error=str(error)
        ) from error


def _read(listing: Listing, name: str, content: bytes, *, chosen: bool) -> ReadFile:
    digest = hashlib.sha256(content).hexdigest()
    text = _text(name, content)
    if text.lstrip()[:1] == "{":
        form, rows = _read_borders(listing, name, text, chosen=chosen)
    else:
        form, rows = _read_table(listing, name, text, chosen=chosen)
    return ReadFile(name, form, rows, digest)


def _text(name: str, content: bytes) -> str:
    """The text, in UTF-8 with or without its mark, else in the Windows code page for Thai."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile(N_("The text is neither UTF-8 nor Windows-874; save it as UTF-8."), file=name)


def _read_table(listing: Listing, name: str, text: str, *, chosen: bool) -> tuple[str, int]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [column.strip() for column in next(reader, [])]
    form = form_of(frozenset(header))
    if form is None:
        if not chosen:
            return "", 0
        raise BadFile(
            N_("The columns are not those of a list of places. Known lists: %(forms)s."),
            file=name,
            row=1,
            forms=", ".join(form.name for form in FORMS),
        )
    rows = 0
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        line = Line(name, reader.line_num)
        if len(cells) != len(header):
            raise BadFile(
                N_("The row has %(found)d cells, the header %(expected)d."),
                file=name,
                row=line.row,
                found=len(cells),
                expected=len(header),
            )
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        form.read(listing, line, row)
        rows += 1
    return form.name, rows


def _read_borders(listing: Listing, name: str, text: str, *, chosen: bool) -> tuple[str, int]:
    features = _features(name, text)
    if features is None:
        if not chosen:
            return "", 0
        raise BadFile(N_("The file is neither GeoJSON nor TopoJSON of areas."), file=name)
    rows = 0
    for rows, feature in enumerate(features, start=1):
        listing.shapes.append(_shape(Line(name, rows), feature))
    return "borders", rows


def _features(name: str, text: str) -> list[Mapping[str, Any]] | None:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BadFile(N_("The file is not JSON: %(error)s"), file=name, error=str(error)) from error
    try:
        match document.get("type"):
            case "FeatureCollection":
                return list(document["features"])
            case "Topology":
                return list(features_of_topology(document))
    except NotAnArea as error:
        raise BadFile(_NOT_AREA, file=name, kind=str(error)) from error
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadFile(N_("The borders are damaged: %(error)r"), file=name, error=error) from error
    return None


_NOT_AREA = N_("A border is a Polygon or a MultiPolygon, not “%(kind)s”.")


def _shape(line: Line, feature: Mapping[str, Any]) -> ListedShape:
    properties = feature.get("properties") or {}
    code = next((str(properties[name]) for name in _CODES if properties.get(name)), "")
    if kind_of(written_code(code)) is None:
        raise BadFile(
            N_("The feature has no area code; give it a property “code”."),
            file=line.file,
            row=line.row,
        )
    geometry = feature.get("geometry") or {}
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadFile(_NOT_AREA, file=line.file, row=line.row, kind=str(geometry.get("type")))
    return ListedShape(line, written_code(code), str(properties.get("name_th") or ""), geometry)
