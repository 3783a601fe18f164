"""What the bot tells → messages that stay inside Discord's limits. Pure.

Where not all quotes fit, those at the end are left for "More quotes".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from adapters.discord import buttons
from adapters.discord.checked import checked_text
from adapters.discord.components import BLUE, Component, box, row, text
from adapters.discord.limits import fits, nested, size
from adapters.discord.markdown import escaped, small, unescaped
from adapters.discord.message import Message
from adapters.discord.quoted import Titles, captioned, forms
from adapters.discord.wording import ASKED
from bot import captions, wording
from bot.desk import Page, Told
from bot.replies import Answer, NoAnswer, Remark
from bot.safe_text import cut, marked, one_line
from retrieval.quotes import Quote

_LONGEST_QUESTION = 800  # escaped, where it is repeated above a private or a shared reply
_LONGEST_NAME = 100
_LONGEST_SENTENCE = 1_400  # escaped, it may be twice as long

# How many quotes are shown → what stands above them, and the buttons below.
_Frame = Callable[[int], tuple[list[Component], list[Component]]]


def reply_message(told: Told, *, private: bool) -> Message:
    """A reply; only a private one can be shared.

    A question that a button will need is repeated: a button has no room for it.
    """
    reply = told.reply
    if isinstance(reply, Remark):
        return sentence(reply.words)
    within = small(escaped(_within(told))) if told.within else ""
    if isinstance(reply, NoAnswer):
        offers = [buttons.nearest(told.id)] if reply.nearest else []
        offers += [buttons.everywhere(told.id)] if told.within else []
        asked = _asked(reply.question) if private or told.within else ""
        said = box([text(paragraph(reply.reason))])
        below = [*checked_text(told.checked), *row([*offers, *buttons.feedback(told.id)])]
        return Message((*_head(asked, within), said, *below))

    total = len(reply.quotes) + len(reply.further)
    asked = _asked(reply.question) if private else ""
    lines = captions.above_quotes(reply)
    left_open = _head(*(paragraph(line) for line in captions.below(reply)))

    def frame(shown: int) -> tuple[list[Component], list[Component]]:
        pressed = [*_row(told.id, 0, shown, total), *buttons.feedback(told.id)]
        pressed += [buttons.share(told.id, shown)] if private else []
        below = [*left_open, *checked_text(told.checked), *row(pressed)]
        return _head(asked, within, escaped(lines[0])), below

    return _fitted(reply.quotes, lines, told.titles, frame, bold=isinstance(reply, Answer))


def page_message(page: Page) -> Message:
    """The next quotes of a reply, called no more than they are; without an answer, what is near."""
    head = _head(_first_line(page))

    def frame(shown: int) -> tuple[list[Component], list[Component]]:
        pressed = row(_row(page.id, page.offset, shown, page.total))
        return head, [*checked_text(page.checked), *pressed]

    return _paged(page, frame)


def shared_message(page: Page, question: str, person: str) -> Message:
    """A reply that `person` (a user id) shares: who asked what, and the quotes.

    Sent without allowed mentions, the name pings nobody.
    """
    head = _head(f"<@{person}>{wording.SHARED}{_repeated(question)}", _first_line(page))

    def frame(shown: int) -> tuple[list[Component], list[Component]]:
        pressed = _row(page.id, page.offset, shown, page.total)
        below = row([*pressed, *buttons.feedback(page.id)])
        return head, [*checked_text(page.checked), *below]

    return _paged(page, frame)


def sentence(said: str) -> Message:
    """Something said in our own words, shown as it is."""
    return Message((text(paragraph(said)),))


def paragraph(said: str) -> str:
    """A sentence of ours with whatever it names, as it is; longer than a sentence, it is cut."""
    return escaped(marked(cut(said, _LONGEST_SENTENCE)))


def question_of(components: Iterable[Mapping[str, Any]]) -> str:
    """The question that a reply of ours repeats, from its components as Discord sends them.

    A very long one was cut and ends with "…"; "" where none is repeated.
    """
    lead = small(escaped(ASKED))
    for part in nested(components):
        first = str(part.get("content", "")).partition("\n")[0]
        if first.startswith(lead):
            return unescaped(first.removeprefix(lead))
    return ""


def _asked(question: str) -> str:
    return small(f"{escaped(ASKED)}{_repeated(question)}")


def _repeated(question: str) -> str:
    """The question as one line of markdown, or as many of its first words as have room."""
    line, most = " ".join(question.split()), _LONGEST_QUESTION
    while size(shown := escaped(marked(cut(line, most)))) > _LONGEST_QUESTION:
        most -= most // 8
    return shown


def _within(told: Told) -> str:
    return wording.WITHIN.format(story=one_line(told.titles.get(told.within, ""), _LONGEST_NAME))


def _first_line(page: Page) -> str:
    return escaped(page.captions[0]) if page.captions else ""


def _head(*lines: str) -> list[Component]:
    return [text(*lines)] if any(lines) else []


def _paged(page: Page, frame: _Frame) -> Message:
    if page.quotes:
        return _fitted(page.quotes, page.captions, page.titles, frame, bold=page.answering)
    head, tail = frame(0)
    return Message((*head, text(paragraph(wording.QUOTES_GONE)), *tail))


def _fitted(
    quotes: Sequence[Quote], lines: Sequence[str], titles: Titles, frame: _Frame, *, bold: bool
) -> Message:
    """As many of the quotes as fit, at least the first in its shortest form; each below its line,
    but for the first, whose line stands above all."""
    full = [next(forms(quote, titles, bold=bold)) for quote in quotes]
    full = [
        captioned(line if n else "", form)
        for n, (line, form) in enumerate(zip(lines, full, strict=False))
    ]
    tries = [full[:shown] for shown in range(len(full), 0, -1)]
    tries += [[form] for form in forms(quotes[0], titles, bold=bold)]
    for tried in tries:
        head, tail = frame(len(tried))
        components = (*head, box(tried, colour=BLUE if bold else None), *tail)
        if fits(components):
            break
    return Message(components, len(tried))


def _row(reply: str, offset: int, shown: int, total: int) -> list[Component]:
    """`offset` and `total` count in all quotes of the reply."""
    # Past a page whose quotes are all gone there may be others.
    following = offset + max(shown, 1)
    pressed = [buttons.more(reply, following, total - following)] if following < total else []
    return pressed + ([buttons.context(reply, offset, shown)] if shown else [])
