"""Text → the abbreviations that it introduces, with what they stand for. Pure.

Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical
text": the letters of the short form are matched from its end backwards in the words before it.
"""

import re

_IN_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
# Dana “DJ” Jensen; Dana Jensen, better known as DJ
_NAME_PART = r"[^\W\d_a-z][\w-]+"
_NICKNAMED = re.compile(
    rf"(?P<first>{_NAME_PART}) [“\"‘'](?P<short>[^\W\d_][\w.]*)[”\"’'] (?P<last>{_NAME_PART})"
)
_KNOWN_AS = re.compile(
    rf"(?P<long>{_NAME_PART}(?: {_NAME_PART}){{1,3}}),? \(?(?:(?:who|which) is )?"
    r"(?:also |best |better |commonly |popularly |widely )?known (?:online )?as "
    r"[“\"‘']?(?P<short>[A-Z][\w.]*)"
)
_SHORT = re.compile(r"[^\W\d_](?:[\w&./-]{0,9})")
_MOST_WORDS = 12


def abbreviations_in(text: str) -> list[tuple[str, str]]:
    """(short form, long form) of each that `text` spells out beside it, either one in brackets, and
    of people that it calls by another name in their midst."""
    found = []
    for bracket in _IN_BRACKETS.finditer(text):
        inside = re.split("[,;]", bracket[1])[0].strip().strip("\"'“”‘’")
        before = text[max(0, bracket.start() - 120) : bracket.start()].rstrip()
        before = re.split(r"[\n.;:()!?]\s", before)[-1].rstrip("\"'“”‘’ ")
        if _is_short(inside):
            short, long = inside, _long_form(inside, before)
        else:
            words = before.split()
            short = words[-1].strip(",") if words else ""
            long = _long_form(short, inside) if _is_short(short) else None
            # In this direction all of the bracket is the long form, or it is none.
            long = long if long == inside else None
        if long:
            found.append((short.replace(".", ""), long))
    for m in _NICKNAMED.finditer(text):
        found.append((m["short"].replace(".", ""), f"{m['first']} {m['last']}"))
    for m in _KNOWN_AS.finditer(text):
        if _is_short(m["short"]):
            found.append((m["short"].replace(".", ""), m["long"]))
    return found


def _is_short(text: str) -> bool:
    """Whether it looks like an abbreviation: one word, two capitals in it or more."""
    return bool(_SHORT.fullmatch(text)) and sum(c.isupper() for c in text) >= 2


def _long_form(short: str, before: str) -> str | None:
    """The shortest end of `before` that `short` abbreviates, None where none does."""
    letters = [c.lower() for c in short if c.isalnum()]
    place = len(before) - 1
    for n, letter in reversed(list(enumerate(letters))):
        # The first letter begins a word; the others may stand anywhere.
        while place >= 0 and (
            before[place].lower() != letter
            or (n == 0 and place > 0 and before[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
        place -= 1
    long = before[place + 1 :]
    words = long.split()
    fitting = 2 <= len(words) <= min(len(letters) + 5, len(letters) * 2, _MOST_WORDS)
    return long if fitting and short not in words else None
