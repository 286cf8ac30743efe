"""A marked copy as Excel would show it, read from the parts of the file."""

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Shown:
    text: str
    kind: str  # n a number, s a text, b a yes or no
    fill: str  # colour, blank without one
    sign: str  # what its number format puts before it
    bold: bool


@dataclass(frozen=True)
class Page:
    cells: dict[str, Shown]
    notes: dict[str, str]
    links: dict[str, str]
    frozen: str  # the first cell that moves
    formulas: int


def read_copy(content: bytes) -> dict[str, Page]:
    """Sheet name → what stands in it, in the order of the sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        book = etree.fromstring(parts.read("xl/workbook.xml"))
        targets = _relations(parts, "xl/_rels/workbook.xml.rels")
        styles = _styles(etree.fromstring(parts.read("xl/styles.xml")))
        shared = []
        if "xl/sharedStrings.xml" in parts.namelist():
            table = etree.fromstring(parts.read("xl/sharedStrings.xml"))
            shared = ["".join(item.itertext()) for item in table]
        return {
            sheet.get("name"): _page(parts, f"xl/{targets[sheet.get(_ID)]}", styles, shared)
            for sheet in book.iter(f"{_MAIN}sheet")
        }


def _relations(parts, path):
    if path not in parts.namelist():
        return {}
    return {each.get("Id"): each.get("Target") for each in etree.fromstring(parts.read(path))}


def _styles(root):
    formats = {each.get("numFmtId"): each.get("formatCode") for each in root.iter(f"{_MAIN}numFmt")}
    fills = [each.find(f".//{_MAIN}fgColor") for each in root.iter(f"{_MAIN}fill")]
    fonts = [each.find(f"{_MAIN}b") is not None for each in root.find(f"{_MAIN}fonts")]
    found = []
    for each in root.find(f"{_MAIN}cellXfs"):
        colour = fills[int(each.get("fillId"))]
        code = formats.get(each.get("numFmtId"), "")
        sign = code[1] if code.startswith('"') else ""
        fill = colour.get("rgb", "") if colour is not None else ""
        found.append((fill, sign, fonts[int(each.get("fontId"))]))
    return found


def _page(parts, path, styles, shared):
    root = etree.fromstring(parts.read(path))
    cells = {}
    for cell in root.iter(f"{_MAIN}c"):
        kind = {"s": "s", "inlineStr": "s", "b": "b"}.get(cell.get("t", ""), "n")
        text = "".join(cell.itertext())
        text = shared[int(text)] if cell.get("t") == "s" else text
        cells[cell.get("r")] = Shown(text, kind, *styles[int(cell.get("s", 0))])
    pane = root.find(f".//{_MAIN}pane")
    folder, _, name = path.rpartition("/")
    notes = {}
    for target in _relations(parts, f"{folder}/_rels/{name}.rels").values():
        if "comments" in target:
            notes_part = etree.fromstring(parts.read(f"xl/{target.removeprefix('../')}"))
            for note in notes_part.iter(f"{_MAIN}comment"):
                notes[note.get("ref")] = "".join(note.itertext())
    links = {each.get("ref"): each.get("location") for each in root.iter(f"{_MAIN}hyperlink")}
    frozen = pane.get("topLeftCell") if pane is not None else ""
    return Page(cells, notes, links, frozen, len(list(root.iter(f"{_MAIN}f"))))
