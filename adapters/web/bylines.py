"""A byline as a page or feed writes it → the persons named in it. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape

from adapters.web.byline_words import COLLECTIVES, OF_ROLES, OUTLETS, PAPERS, PLACES, ROLES
from adapters.web.plain_text import one_line

_LONGEST_BYLINE, _LONGEST_NAME = 400, 60
_MOST_WORDS = 6
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_ASIDES = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|https?://\S+|\S+@\S+\.\w+|(?<!\w)@\w+")
# "By", and what other languages and papers write for it.
_BY = re.compile(
    r"(?:(?:exclusive|written|posted|published|reported|reporting|report|story|words|text|analysis"
    r"|opinion|comment|commentary|review|interview|reviewed|compiled|additional reporting)s? )?by"
    r"[:\s]+"
    r"|(?:text|texte|texto|testo|tekst|autor|autora|autore|auteur|author|authors|from|текст|автор"
    r"|foto|photos?)\s*:\s*|from ",
    re.I,
)
# Particles too ("Di Stefano"): they are bylines only where a whole name follows.
_BY_ABROAD = re.compile(r"(?:von|por|par|di|da|door|af|av|przez)\s+(?=\S+\s+\S)", re.I)
_AND = re.compile(r"\s+(?:and|&|with)\s+|\s*;\s*", re.I)
# What follows belongs to the name before it, unless it is a name itself.
_BESIDE = re.compile(r"\s*[,|•·/]\s*|\s+[-–—]+\s+")
# Spanish and Portuguese names hold these words themselves: only where whole names stand around.
_AND_ABROAD = re.compile(r"\s+(?:und|et|y|e|en|og|och|oraz|ja|mit|avec|con|com|met|и)\s+")
# "X in Paris", "X for Reuters", "X of the Post", "X reports".
_FROM_HERE = re.compile(
    r"\s+(?:in|at|for|of the|of|from|via|near|on|reports?|reporting|writes|aus|für|à|pour|desde"
    r"|para|dal|updated|published)\s+.*$"
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq)\.?", re.I)
_PARTICLES = frozenset(
    "van von der den de la le du di da dos das del della degli al el bin ibn bint ben ter ten zu "
    "zur zum y e i af av dal do ould san santa st st. mac wa o'".split()
)
_TITLES = re.compile(r"(?:dr|prof|mr|mrs|ms|sir|dame|lord|rev|professor)\.?\s+", re.I)
_OF_AN_OUTLET = re.compile(r"^(.{2,30}?)['’]s?\s+")
_OTHER_CREDIT = re.compile(
    r"(?:photo|illustrat|video|graphic|edit(?:ed|ing)\b|produc|translat|animation|design)",
    re.I,
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sept sep "
    "oct nov dec today yesterday".split()
)
_HOST = re.compile(r"(?:[\w-]+\.)+(?:[a-z]{2,10})", re.I)
_BREAK = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_]{3,})")


def persons(written: str, outlets: Collection[str] = (), *, sure: bool = False) -> tuple[str, ...]:
    """The personal names, each once, written as they are there: initials keep their dots.

    `outlets` are names that the page has for itself and its publisher. `sure`: what is written is
    marked as a person's name, so that a single word can be one.
    """
    text = one_line(_ASIDES.sub(" ", _MARKUP.sub(" ", unescape(written[:_LONGEST_BYLINE]))))
    ours = {_plain(name) for name in outlets if name}
    names = (
        name for part, alone in _parts(text) for name in _person(part, ours, alone=alone, sure=sure)
    )
    return tuple({name.casefold(): name for name in reversed(list(names))}.values())[::-1]


def all_persons(
    written: Iterable[str], outlets: Collection[str] = (), *, sure: bool = False
) -> tuple[str, ...]:
    """Of several bylines together."""
    found = (name for one in written for name in persons(one, outlets, sure=sure))
    return tuple({name.casefold(): name for name in reversed(list(found))}.values())[::-1]


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Each person with what belongs to them, and whether it stands alone: in "Jane Roe, Live
    Science Contributor" the second does not."""
    for piece in _AND.split(_BREAK.sub(" | ", _without_by(text))):
        parted: list[str] = []
        for part in _BESIDE.split(piece):
            if parted and _SUFFIX.fullmatch(part):
                parted[-1] = f"{parted[-1]}, {part}"
            elif part:
                parted.append(part)
        for n, part in enumerate(parted):
            for name in _parted_abroad(re.sub(r"^(?:and|&)\s+", "", part, flags=re.I)):
                yield name, n == 0


def _parted_abroad(part: str) -> list[str]:
    """Whole names on both sides of "und", "et", "y" …, else one name with the word in it."""
    sides = _AND_ABROAD.split(part)
    return sides if all(len(side.split()) >= 2 for side in sides) else [part]


def _without_by(text: str) -> str:
    without = _BY.sub("", text, count=1) if _BY.match(text) else text
    return _BY_ABROAD.sub("", without, count=1) if _BY_ABROAD.match(without) else without


def _person(part: str, ours: Collection[str], *, alone: bool, sure: bool) -> Iterator[str]:
    name = _without_by(part.strip(" .:*–—-\"'“”‘’"))
    # An initial's dot, which the sentence's end would have taken with it.
    if re.search(r"(?:^|[\s.])\w$|\b[JS]r$", name) and f"{name}." in part:
        name += "."
    if (outlet := _OF_AN_OUTLET.match(name)) and _is_outlet(_plain(outlet[1]), ours):
        name = name[outlet.end() :]
    name = _TITLES.sub("", _FROM_HERE.sub("", name), count=1)
    without = _without_office(name, ours)
    beside = not alone and (without != name or _plain(name.split(" ")[-1]) in ROLES)
    if not beside and _is_name(without, ours, sure=sure):
        yield without


def _without_office(name: str, ours: Collection[str]) -> str:
    """ "Jane Roe Political editor", "Jane Roe BBC News": up to where the office begins."""
    words = name.split()
    for n, word in enumerate(words):
        rest = [_plain(one) for one in words[n:]]
        if n and rest[0] in _DAYS and any(one[:1].isdigit() for one in rest[1:2]):
            return " ".join(words[:n])
        if n < 2:
            continue
        office = rest[-1] in ROLES or _begins(" ".join(rest), ours)
        # "Syrian defense ministries" is no person either way.
        small = word[0].islower() and rest[0] not in _PARTICLES and rest[-1] not in COLLECTIVES
        dated = rest[0] in _DAYS or any(character.isdigit() for character in word)
        if office or small or dated:
            return " ".join(words[:n])
    return name


def _begins(rest: str, ours: Collection[str]) -> bool:
    """Whether an outlet's name begins here: "Jane Roe USA TODAY Published …"."""
    known = rest in OUTLETS or rest.split()[0] in OUTLETS
    return known or any(f"{rest} ".startswith(f"{one} ") for one in ours)


def _is_name(name: str, ours: Collection[str], *, sure: bool) -> bool:
    words, plain = name.split(), _plain(name)
    folded = [_plain(word) for word in words]
    if not words or len(words) > _MOST_WORDS or len(name) > _LONGEST_NAME:
        return False
    if any(character.isdigit() for character in name) or _HOST.fullmatch(name):
        return False
    if not any(character.isalpha() for character in name) or re.search(r"[:!?#=_<>{}\\]", name):
        return False
    if plain in PLACES or plain == "by" or _is_outlet(plain, ours) or _OTHER_CREDIT.match(name):
        return False
    if any(word in COLLECTIVES for word in folded) or _is_office(words, folded):
        return False
    if folded[0] == "the" or _is_paper(folded) or (words[0].isupper() and folded[0] in OUTLETS):
        return False
    if len(words) == 1:
        # "jdadmin", "rmb8090" and "KWCHCIK" are accounts; "Regan" is somebody.
        return (
            sure and len(name) > 1 and not (name.isascii() and (name.islower() or name.isupper()))
        )
    return not (name.isascii() and name.islower() and sum(map(len, words)) < 4)


def _is_office(words: list[str], folded: list[str]) -> bool:
    """ "Staff Writer", "political editor", "Editor"; "Ada Writer" may be somebody."""
    ends = folded[-1] in ROLES
    return ends and (len(words) == 1 or folded[-2] in OF_ROLES or words[-1].islower())


def _is_paper(folded: list[str]) -> bool:
    """ "Denver Post", "New York Times": a place and what papers are called."""
    return len(folded) > 1 and folded[-1] in PAPERS and " ".join(folded[:-1]) in PLACES


def _is_outlet(plain: str, ours: Collection[str]) -> bool:
    """Known as one, or the page's own, however it is joined: "AppleInsider" of Apple Insider."""
    tight = _tight(plain)
    return plain in OUTLETS or any(tight == _tight(one) for one in ours)


def _tight(plain: str) -> str:
    return plain.removeprefix("the ").replace(" ", "").replace("-", "")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").strip(" .,'").split())
