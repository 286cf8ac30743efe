"""What every Thai form needs read and written rightly: numbers, dates, names, money, terms.

Pure functions: no Django, no clock, no database. See ``docs/reference/thai.md``.
"""
