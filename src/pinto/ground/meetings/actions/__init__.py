"""Meetings are planned, held, written up and closed."""

from pinto.ground.meetings.actions.attending import count_signatures, record_attendance
from pinto.ground.meetings.actions.changing import call_off, change_meeting
from pinto.ground.meetings.actions.deciding import (
    agree_all,
    decide,
    hear_closed,
    propose,
    undo_decision,
    withdraw_proposal,
)
from pinto.ground.meetings.actions.planning import (
    Invited,
    add_agenda_item,
    plan_meeting,
    seat,
    unseat,
)
from pinto.ground.meetings.actions.writing import close_meeting, write_minutes

__all__ = [
    "Invited",
    "add_agenda_item",
    "agree_all",
    "call_off",
    "change_meeting",
    "close_meeting",
    "count_signatures",
    "decide",
    "hear_closed",
    "plan_meeting",
    "propose",
    "record_attendance",
    "seat",
    "undo_decision",
    "unseat",
    "withdraw_proposal",
    "write_minutes",
]
