"""The shape of a specification file, key by key; its JSON schema is made of this."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_WORD = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_FRACTION = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*")


def _share(value: Any) -> Fraction:
    """The exact number written as ``1/6``, ``0.25`` or ``1``.

    >>> _share("1/6"), _share(0.1)
    (Fraction(1, 6), Fraction(1, 10))
    """
    found = _exact(value)
    if found is None or not 0 < found <= 1:
        raise ValueError(
            f"{str(value)[:40]!r} is not a share above 0 and at most 1; write 1/6, 0.25 or 1"
        )
    return found


def _exact(value: Any) -> Fraction | None:
    if isinstance(value, str):
        written = _FRACTION.fullmatch(value)
        if written is None or int(written[2]) == 0:
            return None
        return Fraction(int(written[1]), int(written[2]))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    # The shortest text of a float is the decimal that was written.
    return Fraction(str(value)) if -1e9 < value < 1e9 else None


def _plain(value: Any) -> str:
    """A value of a column as text: what YAML read as a number is written as it was meant."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15:
        return f"{value:g}" if float(value).is_integer() else repr(value)
    raise ValueError(f"{str(value)[:40]!r} is not a value; write a number, or a text in quotes")


Share = Annotated[
    Fraction,
    BeforeValidator(_share),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\s*\d{1,9}\s*/\s*\d{1,9}\s*$"},
            ]
        }
    ),
]
Value = Annotated[
    str,
    BeforeValidator(_plain),
    WithJsonSchema({"type": ["number", "string"]}),
]
Word = Annotated[str, Field(pattern=_WORD, max_length=50)]
Text = Annotated[str, Field(min_length=1, max_length=10_000)]
RuleWord = Literal["not_deprived", "drop", "own_category"]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Words(_Document):
    """The same text in both languages."""

    th: Text
    en: Text


class ColumnDocument(_Document):
    """A column of the file: its kind, its name there if that is another, and what it can hold."""

    type: Literal["number", "text", "boolean", "choices"]
    column: Text | None = None
    codes: dict[str, Text] | None = Field(default=None, min_length=1)
    missing: list[Value] = []
    th: Text | None = None
    en: Text | None = None


class SourceDocument(_Document):
    """A file with a row for each household, or for each member."""

    key: list[Text] = []
    missing: list[Value] = []
    columns: Annotated[
        dict[Word, ColumnDocument],
        Field(min_length=1, json_schema_extra={"additionalProperties": False}),
    ]


class DerivedDocument(_Document):
    """A value worked out of columns, with a name that conditions can use."""

    id: Word
    level: Literal["household", "member"] = "household"
    formula: Text
    th: Text | None = None
    en: Text | None = None


class IndicatorDocument(Words):
    """One thing people can be deprived of."""

    id: Word
    deprived: Text
    eligible: Text | None = None
    missing: RuleWord = "drop"
    ineligible: RuleWord = "not_deprived"
    weight: Share | None = None
    assumed: Words | None = None


class DimensionDocument(Words):
    """Several indicators, and what they weigh together."""

    id: Word
    weight: Share | None = None
    indicators: list[IndicatorDocument] = Field(min_length=1)


class UnitDocument(_Document):
    """What is counted; ``size`` is a formula: the persons a row stands for."""

    count: Literal["household", "person"]
    size: Text | None = None


class DesignDocument(_Document):
    """How the rows were drawn: names of columns."""

    full_enumeration: bool = False
    weight: Text | None = None
    strata: Text | None = None
    psu: Text | None = None


class SpecificationDocument(Words):
    """One version of a measure."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)]
    version: Text
    source: Words
    assumed: Words | None = None
    unit: UnitDocument
    households: SourceDocument
    members: SourceDocument | None = None
    derive: list[DerivedDocument] = []
    dimensions: list[DimensionDocument] = Field(min_length=1)
    cutoffs: list[Share] = Field(min_length=1)
    least_known: Share | None = None
    design: DesignDocument = DesignDocument()


def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of a specification file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://pinto.example/schema/measure-specification.json",
        **SpecificationDocument.model_json_schema(),
    }
