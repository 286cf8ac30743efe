"""Target lists: whom somebody named as poor, who it was, when, and for which reason."""
