"""Text of articles → text that a terminal can only show. Pure.

Escape sequences could recolour, retitle or rewrite what stands above; direction marks could turn
words around. Each such character is shown as the replacement mark, so none is dropped in silence.
"""

import unicodedata

_MARK = "\N{REPLACEMENT CHARACTER}"
# Cc: control; Cf: invisible format marks, of which joiners are part of words and emoji.
_JOINERS = "\u200c\u200d"


def harmless(text: str) -> str:
    """`text`, as long as before, with line breaks kept and other control characters marked."""
    return "".join(_MARK if _acts(character) else character for character in text)


def _acts(character: str) -> bool:
    if character in "\n\t" or character in _JOINERS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"}
