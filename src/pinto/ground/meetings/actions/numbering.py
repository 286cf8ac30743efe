"""Planned meetings are numbered in the order of their days."""

from collections.abc import Collection
from uuid import UUID

from pinto.ground.meetings.models import Meeting
from pinto.ground.meetings.queries import numbers


def number_by_day(meeting: Meeting, *, years: Collection[int]) -> None:
    """The planned meetings of its kind and place in these years have their numbers (ครั้งที่)."""
    found: dict[UUID, str] = {}
    for year in years:
        found |= numbers(kind=meeting.kind, place=meeting.place, year=year)
    for row in Meeting.objects.filter(pk__in=found):
        if row.number != found[row.pk]:
            row.number = found[row.pk]
            row.save(update_fields=["number"])
    meeting.number = found.get(meeting.pk, meeting.number)
