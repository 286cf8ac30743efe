"""Texts that are written where Django is not at hand, and translated where they are shown."""


def N_(message: str) -> str:  # noqa: N802  (the name every gettext tool knows)
    """The message itself; marks it for the translation catalogues.

    >>> N_("The house code has ten digits.")
    'The house code has ten digits.'
    """
    return message
