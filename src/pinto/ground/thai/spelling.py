"""Thai text as a careful typist types it, so that equal words are equal strings.

Source: facts §7 "Names" (ํ + า → ำ, เ + เ → แ, zero-width characters).
"""

import re
import unicodedata

_TONES = "\u0e48-\u0e4b"  # ่ ้ ๊ ๋
_ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e39\u0e47"  # ั ิ ี ึ ื ุ ู ็
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"

_MENDS = tuple(
    (re.compile(wrong), right)
    for wrong, right in (
        (rf"[{_INVISIBLE}]", ""),
        (r"\s+", " "),
        ("เเ", "แ"),
        ("(?<![ฤฦ])ๅ", "า"),
        (rf"([{_TONES}]*)ํ([{_TONES}]*)า", r"\1\2ำ"),
        (rf"([ำ])([{_TONES}]+)", r"\2\1"),
        (rf"([{_TONES}์]+)([{_ABOVE_OR_BELOW}]+)", r"\2\1"),
        (rf"([{_TONES}{_ABOVE_OR_BELOW}ฺ์ํ๎])\1+", r"\1"),
    )
)
_SUSPECT = re.compile(
    rf"[{_INVISIBLE}]|(?<![ฤฦ])ๅ|[^\S ]|  |^ | $|เเ|ํ[{_TONES}]*า|ำ[{_TONES}]"
    rf"|[{_TONES}์][{_ABOVE_OR_BELOW}]|([{_TONES}{_ABOVE_OR_BELOW}ฺ์ํ๎])\1"
)


def normalised(text: str) -> str:
    """The same text as a careful typist would have typed it.

    ํ + า is ำ, เ + เ is แ, a tone mark follows its vowel, no mark stands twice, nothing
    is invisible, spaces are single.

    >>> normalised("นํ้า  เเก้ว\\u200b"), normalised("กี่่")
    ('น้ำ แก้ว', 'กี่')
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    while _SUSPECT.search(text):
        for wrong, right in _MENDS:
            text = wrong.sub(right, text)
        text = unicodedata.normalize("NFC", text.strip())
    return text
