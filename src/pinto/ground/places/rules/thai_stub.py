"""Stands in for pinto.ground.thai.names until that is merged."""

import re
import unicodedata


def normalised(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = re.sub("[\u200b-\u200f\u2060\ufeff]", "", text)
    text = re.sub("([่-๋]*)ํ([่-๋]*)า", r"\1\2ำ", text).replace("เเ", "แ")
    return re.sub(r"\s+", " ", text).strip()


def sort_key(text: str) -> str:
    return re.sub("([เแโใไ])([ก-ฮ])", r"\2\1", normalised(text))
