"""What tests of pages read: their text without the wrapping of terms, their tables, the trail."""

import csv
import io
import re

from pinto.ground.trail.models import Entry

NUMBER = "1999900000013"
KEPT = re.compile(r'<span class="nb">([^<]*)</span>')  # around terms, against broken lines


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    content = b"".join(response) if response.streaming else response.content
    return KEPT.sub(r"\1", content.decode())


def table(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text(response).removeprefix("\ufeff"))))


def looks(what):
    return list(Entry.objects.filter(what=what).order_by("id"))
