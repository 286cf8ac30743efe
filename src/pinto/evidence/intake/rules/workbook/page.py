"""Web pages that an office system saved with the name of a workbook."""

from lxml import etree, html

from .book import Cell, HeldBook, Span, Unreadable

_MAX_PAGE_CELLS = 2_000_000
_MAX_COLUMNS = 1_000


def looks_like_page(head: str) -> bool:
    """Whether the text begins as a page or a table does."""
    start = head[:4096].lstrip("\ufeff \t\r\n").lower()
    return start.startswith("<") and ("<html" in start or "<table" in start)


def open_page(text: str, encoding: str) -> HeldBook:
    """The tables of the page as sheets, named 1, 2, …; cells that span others as merged blocks.

    Nothing the page points at is fetched and no entity it declares is expanded: the HTML
    parser knows only the entities of HTML. A table that holds other tables is layout.
    """
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        tables = [table for table in root.iter("table") if table.find(".//table") is None]
        etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
        for line_break in root.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        laid_out = [_lay_out(table) for table in tables]
    except (etree.LxmlError, ValueError, AssertionError, RecursionError) as error:
        raise Unreadable("file.damaged") from error
    if not laid_out:
        raise Unreadable("file.no_table")
    return HeldBook(
        "html",
        {str(number): grid for number, (grid, _) in enumerate(laid_out, 1)},
        {str(number): spans for number, (_, spans) in enumerate(laid_out, 1)},
        encoding,
    )


def _lay_out(table: html.HtmlElement) -> tuple[list[list[Cell]], list[Span]]:
    """The cells of the table on a grid; what a cell spans besides its corner stays empty."""
    rows = list(table.iter("tr"))
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    spans: list[Span] = []
    room = _MAX_PAGE_CELLS
    for top, row in enumerate(rows):
        left = 0
        for cell in row.iterchildren("td", "th"):
            while left in grid[top]:
                left += 1
            bottom = min(top + _spanned(cell, "rowspan"), len(rows)) - 1
            right = left + _spanned(cell, "colspan") - 1
            room -= (bottom - top + 1) * (right - left + 1)
            if right >= _MAX_COLUMNS or room < 0:
                raise Unreadable("file.too_wide", limit=_MAX_PAGE_CELLS)
            for line in range(top, bottom + 1):
                grid[line].update(dict.fromkeys(range(left, right + 1)))
            grid[top][left] = " ".join(cell.text_content().split()) or None
            if bottom > top or right > left:
                spans.append(Span(top, left, bottom, right))
    width = max((max(line, default=-1) + 1 for line in grid), default=0)
    return [[line.get(column) for column in range(width)] for line in grid], spans


def _spanned(cell: html.HtmlElement, attribute: str) -> int:
    """How many rows or columns the cell covers: 1 when the page states nonsense."""
    stated = (cell.get(attribute) or "").strip("\\\"' ")
    return max(1, int(stated)) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 1
