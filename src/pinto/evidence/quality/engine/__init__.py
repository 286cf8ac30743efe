"""Quality as Ibis expressions: tables of the extract in, one table out; no database, no clock."""
