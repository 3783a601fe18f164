"""Words as they were and as they are → the spans in both that differ. Pure."""

import re
from difflib import SequenceMatcher

from retrieval.sentences import Span

_WORD = re.compile(r"\S+")
# Where so little of it is left, marks on single words would only confuse: all of it has changed.
_LEAST_ALIKE = 0.4


def changed_words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Spans of `old` that are gone, and of `new` that have come, whole words each; neighbouring
    words in one span."""
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    match = SequenceMatcher(
        None, [word[0] for word in before], [word[0] for word in after], autojunk=False
    )
    if match.ratio() < _LEAST_ALIKE:
        return ((0, len(old)),) if old else (), ((0, len(new)),) if new else ()
    gone, came = list[Span](), list[Span]()
    for kind, first, last, start, end in match.get_opcodes():
        if kind == "equal":
            continue
        if first < last:
            gone.append((before[first].start(), before[last - 1].end()))
        if start < end:
            came.append((after[start].start(), after[end - 1].end()))
    return tuple(gone), tuple(came)
