"""Questionnaires as versioned data: what one is, which there are, how two versions differ."""

from .library import InstrumentError, instrument, instruments, read_instrument
from .questionnaire import (
    UNITS,
    Choice,
    Grid,
    Identity,
    Instrument,
    Kind,
    Level,
    Part,
    Question,
    schema,
)

__all__ = [
    "UNITS",
    "Choice",
    "Grid",
    "Identity",
    "Instrument",
    "InstrumentError",
    "Kind",
    "Level",
    "Part",
    "Question",
    "instrument",
    "instruments",
    "read_instrument",
    "schema",
]
