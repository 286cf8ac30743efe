"""Whatever a check finds, the officer reads in Thai."""

import ast
import re
from pathlib import Path

import polib
import pytest

from pinto.evidence.intake.rules.messages import MESSAGES
from pinto.ground.thai.calendar import InvalidDate
from pinto.ground.thai.house_code import InvalidHouseCode
from pinto.ground.thai.national_id import InvalidNationalId

THAI = polib.pofile(str(Path(__file__).parents[1] / "locale/th/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")


INTAKE = Path(__file__).parents[1]
CODE = re.compile(r"[a-z_]+\.[a-z_0-9]+")
KINDS = {code.partition(".")[0] for code in MESSAGES}


def codes_said():
    """Every constant that reads like a code, in the rules, the check and the Thai readers."""
    found = set()
    for path in [*(INTAKE / "rules").rglob("*.py"), INTAKE / "actions/checking.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and CODE.fullmatch(text) and text.partition(".")[0] in KINDS:
                found.add(text)
    for error in (InvalidDate, InvalidHouseCode, InvalidNationalId):
        found |= set(error.MESSAGES)
    return found


def test_every_code_that_can_occur_has_its_sentences():
    assert codes_said() - set(MESSAGES) == set()
    assert len(codes_said()) > 50


@pytest.mark.parametrize("text", sorted({text for texts in MESSAGES.values() for text in texts}))
def test_every_finding_is_said_in_thai(text):
    entry = THAI.find(text)
    assert entry is not None
    assert re.search("[ก-ฮ]", entry.msgstr)
    assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgstr))
