"""Ids that are unique in the world and sort by the time they were given."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): records of one load lie next to each other in the index."""
    return uuid_utils.compat.uuid7()
