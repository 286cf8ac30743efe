"""Any file an office sends, opened by what it holds and not by what it is called."""

from .book import Book, Cell, SheetInfo, Span, Unreadable
from .opening import open_book

__all__ = ["Book", "Cell", "SheetInfo", "Span", "Unreadable", "open_book"]
