"""Thai text that was spoilt on its way, so that no name in it can be trusted."""

import re
from collections.abc import Iterable
from enum import StrEnum

_LETTERS = re.compile("[\u0e01-\u0e2e]")
_MARKS = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")
_QUESTIONS = re.compile(r"\?{3,}")
# Thai in UTF-8 that was read as a western encoding: every letter became à¸ or à¹ and one more.
_WESTERN = re.compile("à[¸¹]")
_BROKEN = re.compile(r"\ufffd|\x00|\?\?|à[¸¹]|^\W*\?\W*$")


class Spoilt(StrEnum):
    """What happened to the text."""

    QUESTION_MARKS = "question marks"  # it went through an encoding without Thai
    WESTERN_LETTERS = "western letters"  # it was read in the wrong encoding
    LOST_VOWELS = "lost vowels"  # it was copied out of a PDF


def spoilt(texts: Iterable[str]) -> Spoilt | None:
    """How the texts, taken together, were spoilt; None when they read as Thai or hold none.

    Every second Thai word has a vowel or tone mark above or below its letters, so many
    letters without a single mark are text copied from a PDF that lost them.

    >>> spoilt(["????????"]), spoilt(["à¸\\x81à¸³à¹\\x81à¸"])
    (<Spoilt.QUESTION_MARKS: 'question marks'>, <Spoilt.WESTERN_LETTERS: 'western letters'>)
    >>> spoilt(["นนทบร", "ปทมธาน", "สมทรปราการ"] * 9), spoilt(["นนทบุรี", "ปทุมธานี"] * 9)
    (<Spoilt.LOST_VOWELS: 'lost vowels'>, None)
    >>> spoilt(["ตราด", "นครปฐม"])  # too little to tell
    """
    whole = "\n".join(texts)
    letters = len(_LETTERS.findall(whole))
    if len(_QUESTIONS.findall(whole)) * 3 > letters:
        return Spoilt.QUESTION_MARKS
    if len(_WESTERN.findall(whole)) > letters:
        return Spoilt.WESTERN_LETTERS
    if letters > 100 and len(_MARKS.findall(whole)) * 50 < letters:
        return Spoilt.LOST_VOWELS
    return None


def is_broken(text: str) -> bool:
    """Whether nobody can say any more what stood in this one cell.

    >>> is_broken("????"), is_broken("บัว\ufffdัน"), is_broken("?"), is_broken("52 หมู่ ?")
    (True, True, True, False)
    """
    return _BROKEN.search(text) is not None
