"""Tabler's outline icons, as the build of the assets left them."""

import json
from functools import cache
from pathlib import Path

_BUILT = Path(__file__).parent / "static" / "built" / "icons.json"


@cache
def _drawings() -> dict[str, str]:
    if not _BUILT.exists():
        raise FileNotFoundError(
            "Icons, fonts and the sheet are not built yet: run `python scripts/build_assets.py`."
        )
    drawings: dict[str, str] = json.loads(_BUILT.read_text(encoding="utf-8"))
    return drawings


def drawing(name: str) -> str:
    """What stands inside the <svg> of this icon.

    Icons are written into the page where they stand, not fetched from a sprite:
    no request, no id to collide, right in every fragment htmx fetches; and gzip
    turns the second use of a drawing into a few bytes.
    """
    try:
        return _drawings()[name]
    except KeyError:
        raise KeyError(f"No icon is called {name!r}; add it to design/sheet/icons.txt.") from None
