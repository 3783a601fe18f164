"""Text → the offsets of its sentences. Pure."""

import re

from sentencex import get_sentence_boundaries

Span = tuple[int, int]

_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def is_whole(sentence: str) -> bool:
    """Whether it ends as sentences do: headlines, captions and bylines have no full stop."""
    return bool(_END.search(sentence))


def sentence_spans(text: str) -> list[Span]:
    """The sentences of `text` as `[start, end)` in characters, in order, without outer white space.

    A line break always ends a sentence: in extracted news text it separates paragraphs.
    """
    spans: list[Span] = []
    line_start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            spans.extend(_spans_of_line(line, line_start))
        line_start += len(line) + 1
    return spans


def _spans_of_line(line: str, offset: int) -> list[Span]:
    spans: list[Span] = []
    for boundary in get_sentence_boundaries("en", line):
        start, end = boundary["start_index"], boundary["end_index"]
        sentence = line[start:end]
        stripped = sentence.strip()
        if stripped:
            start += sentence.index(stripped)
            spans.append((offset + start, offset + start + len(stripped)))
    return spans
