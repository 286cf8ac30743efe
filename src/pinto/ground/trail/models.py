"""Entries, and the chain that seals them. Neither is ever changed or removed.

The database itself refuses: see migrations/0004_mentions.py. One thing can be
taken out, never altered: the words of a reason, when the person they name is erased.
The chain seals their salted digest, so it holds without them.
"""

from django.db import models

from pinto.ground.installation.models import Record


class Entry(Record):
    """One thing somebody did or read: references and field names, never values."""

    at = models.DateTimeField()
    by = models.CharField(max_length=36, blank=True)  # an account's id; blank is Pinto itself
    what = models.CharField(max_length=60)  # noun.past_verb, as household.viewed
    on_kind = models.CharField(max_length=40)
    on_id = models.CharField(max_length=64)
    why = models.CharField(max_length=200, blank=True)  # the purpose, where one was asked
    why_salt = models.CharField(max_length=32, blank=True, db_default="")  # goes with the reason
    why_digest = models.CharField(max_length=64, blank=True, db_default="")  # what is sealed
    detail = models.JSONField(default=dict)  # counts, field names, keyed digests

    class Meta:
        indexes = [
            models.Index(fields=["on_kind", "on_id", "at"], name="entry_on"),
            models.Index(fields=["by", "at"], name="entry_by"),
            models.Index(fields=["what", "at"], name="entry_what"),
        ]

    class Privacy:
        scrub = {"why": "", "why_salt": "", "detail": {}}
        keep = {"id", "origin", "at", "by", "what", "on_kind", "on_id", "why_digest"}


class Mention(models.Model):
    """One thing among those that an entry names in its detail: the way from the thing to it.

    Written with the entry and found by an index, for nobody can search millions of entries
    while a page waits. The entry is what is sealed; this only repeats it.
    """

    thing = models.UUIDField()
    entry = models.ForeignKey(
        Entry, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["thing", "entry"], name="mention_of")]

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"id", "thing", "entry"}


class Seal(models.Model):
    """The link of one entry: its place in the chain, and the hash up to here."""

    number = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)

    class Privacy:
        scrub: dict[str, object] = {}
        keep = {"number", "entry", "digest"}
