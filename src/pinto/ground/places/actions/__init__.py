"""Every change of places."""

from pinto.ground.places.actions.imports import ImportReport, Tally, import_places

__all__ = ["ImportReport", "Tally", "import_places"]
