"""The names of emoji that ask about a message → whether a reaction is one of them. Pure.

Slack says the name of an emoji (`mag_right`), Discord its character (🔎), or the name of a server's
own (`pullquote`).
"""

import re
from dataclasses import dataclass

OFF = "none"
# Slack: thumbsup::skin-tone-2; characters: the variation selector, skin tones.
_NUANCE = re.compile("::skin-tone-\\d|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True)
class AskingEmoji:
    """The emoji with which people ask; none where asking so is switched off."""

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, written: str) -> "AskingEmoji":
        """As the setting has them, with blanks between."""
        return cls(frozenset(map(_bare, written.split())) - {OFF, ""})

    def ask(self, name: str) -> bool:
        """Whether a reaction with this emoji asks."""
        return _bare(name) in self.names


NO_EMOJI = AskingEmoji()


def _bare(name: str) -> str:
    return _NUANCE.sub("", name.strip().strip(":")).casefold()
