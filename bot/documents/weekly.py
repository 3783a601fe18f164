"""What was asked in a week, and where that is told → the documents that say so. Pure."""

from collections.abc import Sequence

from bot import weekly_wording, wording
from bot.conversation import type_
from bot.documents.tree import (
    Block,
    Bullets,
    Document,
    Entry,
    Heading,
    Line,
    Paragraph,
    filled,
    line,
    said,
)
from bot.safe_text import one_line
from bot.weekly import GAPS_SHOWN, Note, Week

_LONGEST_NAME, _LONGEST_QUESTION, _SOURCES_SHOWN, _STORIES_SHOWN = 100, 200, 5, 10


def week_document(week: Week) -> Document:
    """Numbers, what can't be read, and the questions where they are kept."""
    counts = week.counts
    heading = weekly_wording.week(wording.date(week.since), wording.date(week.until))
    asked = weekly_wording.asked(counts.asked)
    numbers: list[Block] = [Paragraph(line(asked))]
    if counts.asked:
        came = (counts.answered, counts.possible, counts.unanswered)
        numbers.append(Paragraph(line(weekly_wording.came_of_it(*came))))
    if counts.helpful or counts.not_helpful:
        verdicts = weekly_wording.verdicts(counts.helpful, counts.not_helpful)
        numbers.append(Paragraph(line(verdicts)))
    entries = [Entry((tuple(numbers),)), Entry(((Bullets(tuple(_sources(week))),),))]
    if week.gaps:
        often = tuple(
            line(weekly_wording.asked_times(gap.count, _cut(gap.typical.text, _LONGEST_QUESTION)))
            for gap in week.gaps[:GAPS_SHOWN]
        )
        most = Paragraph(line(weekly_wording.most_asked()))
        entries.append(Entry(((most, Bullets(often)), (most,))))
    return Document(f"{heading}. {asked}", tuple(entries), (Heading(line(heading)),))


def note_document(note: Note | None) -> Document:
    """Whether there is one there, and when it comes."""
    if note is None:
        example = type_("note", rhythm="weekly on Monday at 09:00")
        return said(
            weekly_wording.note_off(),
            " ",
            filled(weekly_wording.to_set_note(), command=example),
        )
    if note.quiet:
        return said(weekly_wording.note_quiet(one_line(note.quiet)))
    return said(weekly_wording.note_set(note.rhythm.in_words()))


def _sources(week: Week) -> list[Line]:
    told = [
        weekly_wording.failing(_cut(title, _LONGEST_NAME), _some(sources, _SOURCES_SHOWN))
        for title, sources in week.failing[:_STORIES_SHOWN]
    ]
    if week.unchecked:
        told.append(weekly_wording.unchecked(_some(week.unchecked, _STORIES_SHOWN)))
    return [line(one) for one in told or [weekly_wording.all_read()]]


def _some(names: Sequence[str], most: int) -> str:
    shown = ", ".join(_cut(one, _LONGEST_NAME) for one in names[:most])
    return f"{shown} …" if len(names) > most else shown


def _cut(text: str, most: int) -> str:
    return one_line(text, most) or wording.UNTITLED()
