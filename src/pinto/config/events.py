"""Every event of the trail, in words. The page of the trail and "who looked" read them here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "household.viewed": _("Looked at a household"),
    "household.listed": _("Saw households in a list"),
    "household.revealed": _("Read a full ID number"),
    "household.printed": _("Printed a household"),
    "household.exported": _("Exported households"),
    "household.added": _("Added a household"),
    "household.corrected": _("Corrected household data"),
    "round.opened": _("Opened a survey round"),
    "round.scored": _("Scored a survey round"),
    "batch.published": _("Published a batch of data"),
    "batch.withdrawn": _("Withdrew a batch of data"),
    "load.received": _("Handed in a file"),
    "load.checked": _("Checked a file"),
    "load.refused": _("Had a file refused"),
    "load.published": _("Loaded a file"),
    "load.withdrawn": _("Withdrew a loaded file"),
    "load.discarded": _("Discarded a file"),
    "load.taken_out": _("Took out a marked copy of a file"),
    "column.explained": _("Said what a column means"),
    "places.imported": _("Imported places"),
    "profile.exported": _("Exported the figures of an area"),
    "profiles.refreshed": _("Computed area profiles"),
    "account.created": _("Created an account"),
    "account.changed": _("Changed account settings"),
    "account.signed_in": _("Signed in"),
    "agency.opened": _("Added an agency"),
    "posting.begun": _("Posted an officer"),
    "posting.ended": _("Ended a posting"),
    "backup.written": _("Wrote a backup"),
    "backup.restored": _("Restored a backup"),
    "trail.viewed": _("Read the access record"),
}
