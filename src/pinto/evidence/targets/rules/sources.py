"""Who can say that a household is poor, and how its household was recognised."""

from __future__ import annotations

from enum import StrEnum

from pinto.ground.design.messages import N_


class Source(StrEnum):
    """Whose list it is (facts §1.5: where the household was named)."""

    BMN = "BMN"
    TPMAP = "TPMAP"
    WELFARE = "WELFARE"
    LEADER = "LEADER"
    VOLUNTEER = "VOLUNTEER"
    NEIGHBOUR = "NEIGHBOUR"
    SELF = "SELF"
    HOTLINE = "HOTLINE"
    OTHER = "OTHER"


SOURCES: dict[Source, str] = {
    Source.BMN: N_("BMN survey (จปฐ.)"),
    Source.TPMAP: N_("TPMAP"),
    Source.WELFARE: N_("Welfare registration"),
    Source.LEADER: N_("Village leader"),
    Source.VOLUNTEER: N_("Volunteer"),
    Source.NEIGHBOUR: N_("Neighbour"),
    Source.SELF: N_("The household itself"),
    Source.HOTLINE: N_("Hotline"),
    Source.OTHER: N_("Another source"),
}
# What somebody says one by one, the likeliest first; registrations arrive as files.
SAID = (
    Source.NEIGHBOUR,
    Source.VOLUNTEER,
    Source.LEADER,
    Source.SELF,
    Source.HOTLINE,
    Source.OTHER,
)


class RecognisedBy(StrEnum):
    """What told which household a row means."""

    ID = "ID"
    HOUSE_CODE = "HOUSE_CODE"
    HAND = "HAND"  # a person said so
    NEW = "NEW"  # it was added with the entry


RECOGNISED: dict[RecognisedBy, str] = {
    RecognisedBy.ID: N_("by national ID"),
    RecognisedBy.HOUSE_CODE: N_("by house code"),
    RecognisedBy.HAND: N_("a person said which"),
    RecognisedBy.NEW: N_("added with this list"),
}
