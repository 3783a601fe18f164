"""A question → the outlets that it names, as people type them. Pure.

"according to the fen chronicle", "NYT: how much …", "what does the verge say". "The Age", "Time"
and "Polygon" are words as well: in small letters such an outlet needs more of a cue than "in time".
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.english import is_english
from retrieval.terms import FUNCTION_WORDS, folded

# What is left off a name when it is spoken of: "BBC" for BBC News, "The Wire" for thewire.example.
_LEFT_OFF = re.compile(
    r"\s+(?:news|online|magazine|newspaper|media|com)$|\.(?:com|co\.uk|org|net)$|\s+[-–|:].*$", re.I
)
_THE = re.compile(r"^the\s+", re.I)
_SMALL = frozenset("a an and for in of on the to".split())
_WORD = re.compile(r"\w+")

_TELLING = r"(?:says?|said|saying|reports?|reported|reporting|writes?|wrote|claims?|claimed|has it)"
_WORK = (
    r"(?:articles?|accounts?|coverage|headlines?|interviews?|investigation|journalists?|piece"
    r"|report(?:s|ers?|ing)?|review|scoop|story|stories|take|version|view)"
)
# What stands before or after a name that can be nothing but an outlet's there …
_SURE_BEFORE = re.compile(
    r"(?:according to|reported by|published (?:by|in)|quoted (?:by|in)|as per|told|via|source:?)"
    r"\s+(?:the\s+)?$"
)
_SURE_AFTER = re.compile(rf"^(?:['’]?s?\s+{_WORK}\b|\s+{_TELLING}\b|\s*:)")
# … and what would do for a name that is no common word.
_LOOSE_BEFORE = re.compile(
    r"(?:\b(?:by|from|in|per|on|does|did|do|has)\s+(?:the\s+)?|^\s*(?:the\s+)?)$"
)
# "did time report": the verb may be parted from its subject's cue.
_ASKED_BEFORE = re.compile(r"\b(?:does|did|do|has|have|will)\s+(?:the\s+)?$")

# A content word right behind: "time hierarchy", "age group".
_NAMES_MORE = re.compile(
    rf"^\s+(?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b|{_TELLING}\b|{_WORK}\b)\w"
)

# "BBC Radio", where only BBC News is known
_GOES_ON = re.compile(r"\s+(?:[^\W\d_a-z]|(?:news|radio|sports?|tv)\b)")

_BESIDE_LEFT = re.compile(r"([^\W\d_a-z]\w*)\s+$")
_BESIDE_RIGHT = re.compile(r"\s+[^\W\d_a-z]")

Outlets = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a question names an outlet: `[start, end)`, and the outlets that may be meant."""

    start: int
    end: int
    outlets: frozenset[str]


# "According to X, …", "…, per X", "X: …": who is to have said it, and no part of what is asked.
_BEFORE = re.compile(
    r"^\s*(?:(?:according to|as reported by|as per|per|going by|in|from|via|on)\s+)?(?:the\s+)?$",
    re.I,
)
_CUE_BEHIND = re.compile(
    r"[\s,;(-]*\b(?:according to|as reported by|as per|per|going by|via)\s+(?:the\s+)?$", re.I
)
_AFTER = re.compile(rf"^(?:['’]s?)?(?:\s+{_WORK})?\s*(?:,|:|\s[-–—])\s*(?=\w)")
_END = re.compile(r"^\s*\)?\s*[?.!]*\s*$")


def without_attribution(question: str, mentions: Sequence[Mention]) -> str:
    """The question without the outlet that it begins or ends with, where that only says who is to
    have reported the answer: so that a name that all of an outlet's articles share is no word of
    what is asked. Unchanged where nothing would be left."""
    for mention in mentions:
        before, behind = question[: mention.start], question[mention.end :]
        opening = _AFTER.match(behind)
        if _BEFORE.match(before) and opening:
            rest = behind[opening.end() :]
        elif (cue := _CUE_BEHIND.search(before)) and _END.match(behind):
            rest = before[: cue.start()] + behind.strip(" )")
        else:
            continue
        return rest if re.search(r"\w", rest) else question
    return question


def outlet_mentions(
    question: str,
    outlets: Collection[str],
    is_common: Callable[[str], bool] = is_english,
) -> tuple[Mention, ...]:
    """Where the question names which of `outlets`, in order; of names inside each other the
    longest: "BBC Sport" is not BBC News."""
    known = _known(tuple(sorted(outlets)))
    plain = folded(question)
    if len(plain) != len(question):
        plain = question.lower() if len(question.lower()) == len(question) else question
    spans = [(m.start(), m.end()) for m in _WORD.finditer(plain)]
    found: list[Mention] = []
    for n, (start, _) in enumerate(spans):
        for m in range(min(len(spans), n + known.longest), n, -1):
            end = spans[m - 1][1]
            called = " ".join(plain[a:b] for a, b in spans[n:m])
            meant = known.called.get(called, frozenset())
            written = frozenset(o for o in meant if o == question[start:end])
            if written and (m > n + 1 or _stands_alone(question, start, end, is_common)):
                found.append(Mention(start, end, written))
            elif meant and _cued(plain, question, start, end, called, meant, is_common):
                found.append(Mention(start, end, meant))
            elif (
                m == n + 1
                and called in known.initials
                and _abbreviated(plain, question, start, end, is_common)
            ):
                found.append(Mention(start, end, known.initials[called]))
    return tuple(m for m in found if not any(_inside(m, other) for other in found))


def _inside(one: Mention, other: Mention) -> bool:
    return other.start <= one.start and one.end <= other.end and one != other


class _Known:
    """Outlets by what they are called, in small letters, and by their initials."""

    def __init__(self, outlets: Outlets) -> None:
        called: dict[str, set[str]] = defaultdict(set)
        initials: dict[str, set[str]] = defaultdict(set)
        for outlet in outlets:
            for name in _called(outlet):
                called[name].add(outlet)
            words = _words(_THE.sub("", folded(_LEFT_OFF.sub("", outlet))))
            if len(words) > 1:
                initials["".join(w[0] for w in words)].add(outlet)
                initials["".join(w[0] for w in words if w not in _SMALL)].add(outlet)
        self.called: Mapping[str, frozenset[str]] = {n: frozenset(o) for n, o in called.items()}
        self.initials: Mapping[str, frozenset[str]] = {
            n: frozenset(o) for n, o in initials.items() if len(n) > 1 and len(o) == 1
        }
        self.longest = max((len(name.split()) for name in called), default=0)


@lru_cache(maxsize=8)
def _known(outlets: Outlets) -> _Known:
    return _Known(outlets)


def _called(outlet: str) -> set[str]:
    """Its name in full, without the article, and without what is left off in speaking."""
    names: set[str] = set()
    rest, name = outlet, ""
    while rest != name:
        name = rest
        plain = folded(name)
        names |= {" ".join(_words(plain)), " ".join(_words(_THE.sub("", plain)))}
        rest = _LEFT_OFF.sub("", name)
    return names - {"", "the"}


def _words(name: str) -> list[str]:
    return _WORD.findall(name)


def _stands_alone(question: str, start: int, end: int, is_common: Callable[[str], bool]) -> bool:
    """Whether one word, as its outlet writes itself, is no part of another name nor the first word
    of a sentence: "Working Time", "Time and space"."""
    if not is_common(question[start:end]):
        return True
    left = _BESIDE_LEFT.search(question[:start])
    right = _BESIDE_RIGHT.match(question[end:])
    named = left is not None and left[1].lower() not in FUNCTION_WORDS
    return bool(question[:start].strip()) and not named and right is None


def _cued(
    plain: str,
    question: str,
    start: int,
    end: int,
    called: str,
    meant: frozenset[str],
    is_common: Callable[[str], bool],
) -> bool:
    core = _words(_THE.sub("", called))
    full = any(called in (folded(o), folded(_THE.sub("", o))) for o in meant)
    before, after = plain[:start], plain[end:]
    if not full and _GOES_ON.match(question[end:]):
        return False
    sure = bool(_SURE_BEFORE.search(before)) or (
        bool(_SURE_AFTER.match(after)) and _opens_or_asked(before, after)
    )
    if sure:
        # "according to the time hierarchy theorem"
        alone = len(core) > 1 or not is_common(core[0]) or not _NAMES_MORE.match(after)
        return alone or question[start:end][:1].isupper()
    if len(core) > 1 and full:
        # "the age of": words of a name may stand together by chance where all are common.
        return not all(is_common(word) for word in core) or _LOOSE_BEFORE.search(before) is not None
    if len(core) == 1 and is_common(core[0]):
        # "on the verge of" against "in The Verge"
        return (
            question[start:end][:1].isupper() and bool(_LOOSE_BEFORE.search(before)) and start > 0
        )
    return bool(_LOOSE_BEFORE.search(before)) or full


def _opens_or_asked(before: str, after: str) -> bool:
    """ "The verge says …", "what does time report": a name, not "the first time reported"."""
    begins = not before.strip() or before.strip() in ("the", "so", "but", "hi", "what")
    asked = bool(_ASKED_BEFORE.search(before)) or bool(
        re.search(r"\b(?:what|how)(?: the)?\s+$", before)
    )
    owned = after[:1] in "'’:" or after.startswith("s ")
    return begins or asked or (owned and not after.startswith(":"))


def _abbreviated(
    plain: str, question: str, start: int, end: int, is_common: Callable[[str], bool]
) -> bool:
    """Whether initials stand as an outlet's do."""
    before, after = plain[:start], plain[end:]
    written = question[start:end]
    if _SURE_BEFORE.search(before) or (_SURE_AFTER.match(after) and _opens_or_asked(before, after)):
        return written.isupper() or not is_common(plain[start:end])
    return written.isupper() and len(written) > 2 and bool(_LOOSE_BEFORE.search(before))
