"""Names of people: cleaned, taken apart, and turned into keys to find and sort them by.

Source: facts §7 "Names" and "Sort". A load runs these on every person, so what repeats
in a population (given names, surnames) is remembered.
"""

import os
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from pinto.ground.thai.collation import sort_key
from pinto.ground.thai.numerals import arabic
from pinto.ground.thai.spelling import normalised
from pinto.ground.thai.titles import NAMES_LIKE_TITLES, TITLE

__all__ = ["Name", "name_key", "normalised", "sort_key", "sound_key", "split_name"]

_REMEMBERED = 1 << 16  # names in each of two caches; together under 30 MB when full


class Name(NamedTuple):
    """A person's name. A part that is not there is ""."""

    title: str
    given_name: str
    surname: str


def split_name(text: str) -> Name:
    """Title, given name and surname of a name written as one.

    A title may be joined to the name; several may stand in a row. It counts as one only
    where a word can begin after it (นายิกา is a name), and a name that is also a title
    (พลเอก, นางฟ้า) stays a name unless a given name and a surname follow. The first word
    after the title is the given name and the rest is the surname: "บิน" and "บินติ" with the
    father's name stay together. A dash for a surname is none.

    >>> split_name("นายสมชาย ใจดี")
    Name(title='นาย', given_name='สมชาย', surname='ใจดี')
    >>> split_name("ว่าที่ ร.ต.หญิงมาลี แก้วใส").title
    'ว่าที่ ร.ต.หญิง'
    >>> split_name("นางฟ้า ใจดี").given_name, split_name("อาแว บิน ดอเลาะ").surname
    ('นางฟ้า', 'บิน ดอเลาะ')
    """
    text = normalised(text)
    title, rest = "", text
    if found := TITLE.fullmatch(text):
        first, _, after = text.partition(" ")
        if first not in NAMES_LIKE_TITLES or " " in after:
            title, rest = found["title"], found["rest"]
    given, _, surname = rest.partition(" ")
    return Name(title, given.strip("-–—"), surname.strip(" -–—"))


_PUNCTUATION = dict.fromkeys(map(ord, " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~–—‘’“”ฯๆ"))
_OFTEN_LEFT_OUT = dict.fromkeys(map(ord, "็่้๊๋์ํ๎ฺ"))
_NOT_IN_KEY = _PUNCTUATION | _OFTEN_LEFT_OUT


@lru_cache(maxsize=_REMEMBERED)
def _searched(name: str) -> str:
    return arabic(normalised(name)).translate(_NOT_IN_KEY).lower()


def name_key(given_name: str, surname: str) -> str:
    """What a typed name is compared with, letter by letter from the beginning.

    Tone marks, ็, ์, spaces and punctuation are left out and Latin letters are small, so
    that the key of the first letters of a name is the beginning of its key. To search, take
    the typed text apart with :func:`split_name` first: a title is not part of the key.

    >>> name_key("ศักดิ์ชัย", "แก้ว-ใส"), name_key("ศัก", ""), name_key("Somchai", "Jaidee")
    ('ศักดิชัยแกวใส', 'ศัก', 'somchaijaidee')
    """
    return _searched(given_name) + _searched(surname)


@cache
def _lk82() -> Callable[[str], str]:
    # else it makes a folder in the user's home when it is imported
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    from pythainlp.soundex.lk82 import lk82  # a tenth of a second, only when first needed

    code: Callable[[str], str] = lk82
    return code


@lru_cache(maxsize=_REMEMBERED)
def _sound(name: str) -> str:
    return _lk82()(normalised(name).translate(_PUNCTUATION).lower())


def sound_key(given_name: str, surname: str) -> str:
    """How a name sounds, in at most 11 characters: names that sound alike share it.

    Given name and surname in LK82 (Lorchirachoonkul 1982) with a dash between, so the key of
    a given name alone is the beginning of the key of the whole name.

    >>> sound_key("ณัฐวุฒิ", "สุวรรณ") == sound_key("นัฐวุฒิ", "สุวัน")
    True
    >>> sound_key("จันทร์", "ใจดี"), sound_key("จันทร์", "")
    ('จ4000-จ7300', 'จ4000-')
    """
    return f"{_sound(given_name)}-{_sound(surname)}"
