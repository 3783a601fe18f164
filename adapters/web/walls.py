"""A page's title and words → what it shows in place of an article, None where it may be one. Pure.

A wall speaks to its reader from beginning to end; an article about walls quotes one here and there.
So it is the share of such sentences that decides, however long the page is, or a title that says
so and nothing else.
"""

import re
from enum import Enum

from adapters.web.wall_words import any_of, pairs

_SHOWS = "it shows "


class Wall(Enum):
    """What stands in an article's place."""

    CONSENT = "a consent wall"
    SCRIPTED = "nothing without JavaScript"
    BOT_CHECK = "a bot check"
    NOT_FOUND = "“page not found”"
    LOGIN = "a login page"
    PAYWALL = "a paywall"
    ERROR = "an error page"
    ELSEWHERE = "that it can't be read from here"
    AD_BLOCKER = "a request to switch off an ad blocker"

    @property
    def why(self) -> str:
        """As what became of a page says it."""
        return f"{_SHOWS}{self.value}"


# A site that says so of a page says it for good.
_LASTING = frozenset(kind.why for kind in (Wall.NOT_FOUND, Wall.ELSEWHERE, Wall.SCRIPTED))

# Consent walls with a list of partners are longer; what they are stands at their beginning.
_LOOKED_AT = 20_000
# To look at all of each article would take 30 ms; a wall shows itself at once.
_FIRST, _SHARE_OF_FIRST = 2_000, 0.15
_OPENING = 600
# Of 181 real articles the most such sentences hold a ninth.
_SHARE, _SHARE_TITLED = 0.33, 0.06
# A heading and a line or two: one sentence is enough of them.
_FEW, _SHARE_OF_FEW = 400, 0.6
# The title says it, and there is hardly more: nothing else has to.
_NEXT_TO_NOTHING = 250

# In so few words one sentence that speaks to its reader says what they are.
_NOTICE = 600

_PIECE = re.compile(r"[^.!?\n。！？]+[.!?。！？]*")
_PARTS = re.compile(r"\s+[|–—·•»«>-]\s+|\s*[|｜]\s*")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
_NAMED = re.compile(r"[\s.!…]+$")


def wall(title: str, text: str) -> Wall | None:
    """What a page of this title and these words is; `text` as `pages.read_page` gives it, or all
    that a reader sees."""
    titled = _titled(title)
    first = _shares(text[:_FIRST])
    if not first:
        return titled
    if titled is None and max(first.values())[0] < _SHARE_OF_FIRST:
        return None
    if titled is not None:
        # Below it may stand what else there is to read.
        said = _shares(text[:_OPENING])[titled][0]
        if len(text) < _NEXT_TO_NOTHING or said >= _SHARE_TITLED:
            return titled
    shares = _shares(text[:_LOOKED_AT])
    kind, (share, count) = max(shares.items(), key=lambda one: one[1])
    few = len(text) < _FEW and share >= _SHARE_OF_FEW
    return kind if few or (share >= _SHARE and count > 1) else None


def is_notice(text: str) -> bool:
    """Whether a few words ask their reader for consent or scripts, or doubt that it is human;
    what they quote doesn't."""
    if len(text) >= _NOTICE:
        return False
    said = _QUOTED.sub(" ", text)
    patterns = (any_of(f"{_heading(kind)} notice") for kind in Wall)
    return any(
        pattern.search(piece) for pattern in patterns if pattern for piece in _PIECE.findall(said)
    )


def is_passing(why: str) -> bool:
    """Whether a page that was refused for it may show its article the next time."""
    return why not in _LASTING and why.startswith(_SHOWS)


def prompts(line: str) -> bool:
    """Whether a line asks its reader to subscribe, register or log in to read on."""
    return _says(Wall.PAYWALL, line) or line.rstrip().endswith(("…", "...", "[…]"))


def _titled(title: str) -> Wall | None:
    """A title, without the site's name, that no article has."""
    parts = [_NAMED.sub("", part) for part in _PARTS.split(" ".join(title.split()))]
    for kind in Wall:
        pattern = any_of(f"{_heading(kind)} title")
        if pattern and any(part and pattern.fullmatch(part) for part in parts):
            return kind
    return None


def _shares(text: str) -> dict[Wall, tuple[float, int]]:
    """What share of the text such sentences hold, and how many they are; nothing for no words."""
    pieces = [piece for found in _PIECE.findall(text) if (piece := found.strip())]
    whole = sum(map(len, pieces))
    found = {kind: [len(piece) for piece in pieces if _says(kind, piece)] for kind in Wall}
    return {kind: (sum(long) / whole, len(long)) for kind, long in found.items()} if whole else {}


def _says(kind: Wall, piece: str) -> bool:
    pattern = any_of(f"{_heading(kind)} sentence")
    if pattern and pattern.search(piece):
        return True
    of_kind = pairs(f"{_heading(kind)} pair")
    return any(what.search(piece) and whose.search(piece) for what, whose in of_kind)


def _heading(kind: Wall) -> str:
    return kind.name.lower().replace("_", " ")
