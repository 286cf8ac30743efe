"""Every change of places."""

from pinto.ground.places.actions.imports import ImportReport, import_places
from pinto.ground.places.actions.tally import Tally

__all__ = ["ImportReport", "Tally", "import_places"]
