"""How a text that cannot be read is refused.

This package stands below the one that translates, so a refusal carries a code; whoever
shows it to an officer has the Thai sentence for that code, and the English one is here.
"""

from typing import ClassVar


class NotUnderstood(ValueError):
    """A text that is not what it should be: ``code`` says why, ``message`` in English."""

    MESSAGES: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str) -> None:
        self.code = code
        self.message = self.MESSAGES[code]
        super().__init__(self.message)
