"""What was typed as one text → what stands before the first argument that is named, and what stands
behind the name of each. Pure.

"otters daily with okinawa or "with care" to me": a name in quotation marks is a word.
"""

import re
from collections.abc import Collection

from bot.commands.names import argument_name

_PIECE = re.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|[^\s"“„«]+|\S')
_NAMED = re.compile(r"([^\W\d_]+):(.*)", re.S)


def apart(typed: str, names: Collection[str]) -> tuple[str, dict[str, str]]:
    """`names` are those of the arguments, in small letters; a colon may stand behind them. They are
    known in the language that is spoken, too."""
    known = {argument_name(name): name for name in names} | {name: name for name in names}
    before, current, found = len(typed), "", dict[str, list[str]]()
    for piece in _PIECE.finditer(typed):
        word = piece[0].casefold()
        glued = _NAMED.fullmatch(piece[0])
        if word in known:
            name, rest = known[word], ""
        elif glued and glued[1].casefold() in known:
            name, rest = known[glued[1].casefold()], glued[2]
        else:
            if current:
                found[current].append(piece[0])
            continue
        before, current = min(before, piece.start()), name
        found.setdefault(name, []).extend([rest] if rest else [])
    return typed[:before].strip(), {name: " ".join(words) for name, words in found.items()}
