"""Files that are data: YAML read with line numbers, and checked against a schema.

A key that stands twice is refused. Every problem is said as ``FILE:LINE: KEY: KEY: problem``.
"""

from pinto.ground.declared.checking import checked, read_text
from pinto.ground.declared.marked import DeclarationError, Marked, Place, read_marked, refused

__all__ = [
    "DeclarationError",
    "Marked",
    "Place",
    "checked",
    "read_marked",
    "read_text",
    "refused",
]
