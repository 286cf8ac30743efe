"""Whatever a check finds, the officer reads in Thai."""

import re
from pathlib import Path

import polib
import pytest

from pinto.evidence.intake.rules.findings import MESSAGES

THAI = polib.pofile(str(Path(__file__).parents[1] / "locale/th/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize(
    "text",
    [
        text
        for code, texts in MESSAGES.items()
        if code.startswith(("file.", "table."))
        for text in texts
    ],
)
def test_every_finding_about_files_and_tables_is_said_in_thai(text):
    entry = THAI.find(text)
    assert entry is not None
    assert re.search("[ก-ฮ]", entry.msgstr)
    assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgstr))
