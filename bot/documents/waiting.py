"""Who waits for an answer, and the answer when it is there → the documents that say so. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import gaps_wording, wording
from bot.conversation import type_
from bot.desk import Told
from bot.documents.actions import Untell
from bot.documents.replies import reply_document
from bot.documents.tree import (
    Below,
    Button,
    Buttons,
    Document,
    Entry,
    Heading,
    Paragraph,
    Style,
    Words,
    filled,
    line,
    said,
)
from bot.gaps import OpenQuestion
from bot.replies import Answer
from bot.safe_text import one_line
from bot.waiting import Wish

_LONGEST_QUESTION = 300


def wish_document(wish: Wish) -> Document:
    """To who waits from now on: what comes of it, until when, and how to take it back."""
    will_tell = gaps_wording.will_tell(wording.date(wish.question.until))
    see = filled(gaps_wording.see_waiting(), command=type_("waiting"))
    below = (Buttons((_taking_back(wish),)),)
    return replace(said(will_tell, " ", see), below=lambda _: below)


def waiting_document(wishes: Sequence[Wish]) -> Document:
    """What somebody waits for, and what could not be sent to them."""
    if not wishes:
        return said(gaps_wording.nothing_waited_for())

    def below(shown: int) -> tuple[Below, ...]:
        left = len(wishes) - shown
        more = (Paragraph(line(gaps_wording.more_gaps(left))),) if left else ()
        to_end = filled(gaps_wording.to_take_back(), command=type_("waiting", turn="off"))
        return (*more, Paragraph(to_end, small=True))

    heading = gaps_wording.waiting()
    return Document(
        f"{heading}: {_words(wishes[0].question.text)}",
        tuple(Entry((_waited(wish),)) for wish in wishes),
        (Heading(line(heading)),),
        below,
    )


def answer_document(question: OpenQuestion, reply: Answer, titles: Mapping[str, str]) -> Document:
    """To who waited: their question and the quotes that answer it. It has no buttons: what they
    show is told in the place of a reply, and this is in none."""
    day = wording.date(question.at)
    lead = gaps_wording.now_answered(day, _words(question.text))
    quoted = reply_document(Told("", reply, titles), private=False)
    below = (Paragraph(line(gaps_wording.told_once()), small=True),)
    return replace(
        quoted,
        summary=f"{lead} {quoted.summary}",
        head=(Paragraph(line(lead)), *quoted.head),
        below=lambda _: below,
    )


def _waited(wish: Wish) -> tuple[Paragraph, Paragraph]:
    question = wish.question
    state = gaps_wording.waiting_since(wording.date(wish.at), wording.date(question.until))
    if wish.refused:
        state = gaps_wording.answered_but_not_sent(one_line(wish.refused))
    words = Words(_words(question.text), Style.BOLD)
    return Paragraph(line(words)), Paragraph(line(state), small=True)


def _taking_back(wish: Wish) -> Button:
    return Button(gaps_wording.DONT_TELL_ME(), Untell(wish.id))


def _words(question: str) -> str:
    return one_line(question, _LONGEST_QUESTION) or wording.UNTITLED()
