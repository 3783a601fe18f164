"""Text of articles → text that a terminal can only show. Pure.

Escape sequences could recolour, retitle or rewrite what stands above; direction marks could turn
words around. Each such character is shown as the replacement mark, so none is dropped in silence.
"""

import re
import unicodedata

_MARK = "\N{REPLACEMENT CHARACTER}"
# Cc: control; Cf: invisible format marks, of which joiners are part of words and emoji.
_JOINERS = "\u200c\u200d"
# What an isolate holds can't turn what stands around it; nothing that acts may stand in it.
_PLAIN = r"[^\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
_APART = re.compile(rf"\u2068{_PLAIN}*\u2069")
_APART_OR_NOT = re.compile(rf"\u2068{_PLAIN}*\u2069|[^\u2068]+|\u2068")


def harmless(text: str) -> str:
    """`text`, as long as before, with line breaks kept and other control characters marked."""
    return "".join(_MARK if _acts(character) else character for character in text)


def shown_apart(text: str) -> str:
    """As `harmless`, of words of ours: what runs from right to left stays apart from its
    neighbours, as `bot.safe_text` has set it apart."""
    return "".join(
        part if _APART.fullmatch(part) else harmless(part) for part in _APART_OR_NOT.findall(text)
    )


def _acts(character: str) -> bool:
    if character in "\n\t" or character in _JOINERS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"}
