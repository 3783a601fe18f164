"""What the bot tells → the documents that say it. Pure.

Where not all quotes have room, those at the end are left for "More quotes".
"""

from collections.abc import Sequence

from bot import captions, evidence_wording, gaps_wording, wording
from bot.checked import Checked
from bot.desk import Page, Told
from bot.documents.actions import (
    AskAll,
    Cite,
    Context,
    Export,
    More,
    Nearest,
    Share,
    TellMe,
    story_mark,
)
from bot.documents.quotes import Titles, day_in_words, quote_entry, story_below, story_of_all
from bot.documents.tree import (
    MOST_BUTTONS,
    Below,
    Button,
    Buttons,
    Document,
    Entry,
    Kind,
    Paragraph,
    Person,
    Style,
    Verdict,
    Words,
    filled,
    joined,
    line,
    said,
)
from bot.replies import Answer, NoAnswer, Quoting, Remark
from bot.safe_text import cut, marked, one_line
from retrieval.quotes import Quote

_LONGEST_QUESTION = 600  # repeated above a private or a shared reply
_LONGEST_NAME = 200


def reply_document(
    told: Told, *, private: bool, repeated: bool = False, authors: bool = False
) -> Document:
    """A reply; only a private one can be shared. `repeated`: the question stands above it;
    `authors`: they are named below quotes."""
    reply = told.reply
    if isinstance(reply, Remark):
        return said(reply.words)
    head = _asked(reply.question) if repeated else ()
    head += _within(told.titles.get(told.within, "")) if told.within else ()
    if told.left:
        title = one_line(told.titles.get(told.left, ""), _LONGEST_NAME)
        head += (Paragraph(line(wording.left_story(title))),)
    if isinstance(reply, NoAnswer):
        return _no_answer(told, reply, head)
    return _quoting(told, reply, head, private=private, authors=authors)


def page_document(page: Page) -> Document:
    """The next quotes of a reply, called no more than they are; without an answer, what is near."""
    return _paged(page, (), "", verdict=False)


def shared_document(page: Page, question: str, person: str) -> Document:
    """A reply that `person` (the platform's id) shares: who asked what, and the quotes."""
    asked = _one_line(question)
    head = (Paragraph(filled(wording.SHARED(), person=Person(person), question=asked)),)
    return _paged(page, head, question, verdict=True, lead=f"{cut(asked, _LONGEST_NAME)} — ")


def _no_answer(told: Told, reply: NoAnswer, head: tuple[Below, ...]) -> Document:
    offers = [Button(wording.SHOW_NEAREST(), Nearest(told.id))] if reply.nearest else []
    if told.within:
        offers.append(Button(wording.ASK_EVERYWHERE(), AskAll(told.id, reply.question)))
    if told.may_wait:
        thread = story_mark(told.followed) if told.followed else ""
        wish = TellMe(told.id, thread, reply.question)
        offers.append(Button(gaps_wording.TELL_ME(), wish))
    below = (*_freshness(told.checked), *_row(offers), Verdict(told.id))
    reason = Entry(((Paragraph(line(marked(reply.reason))),),))
    return Document(one_line(reply.reason), (reason,), head, lambda _: below, kind=Kind.NO_ANSWER)


def _quoting(
    told: Told, reply: Quoting, head: tuple[Below, ...], *, private: bool, authors: bool
) -> Document:
    total = len(reply.quotes) + len(reply.further)
    lines = captions.above_quotes(reply)
    left_open = tuple(Paragraph(line(marked(one))) for one in captions.below(reply))
    claimed = isinstance(reply, Answer)
    story = "" if told.within else story_of_all(reply.quotes, told.titles)

    def below(shown: int) -> tuple[Below, ...]:
        pressed = _offers(told.id, 0, shown, total, reply.question)
        if private:
            pressed.append(Button(wording.SHARE(), Share(told.id, shown, reply.question)))
        if told.within:
            pressed.append(Button(wording.ASK_EVERYWHERE(), AskAll(told.id, reply.question)))
        about = _freshness(told.checked, story)
        return (*left_open, *about, *_row(pressed), Verdict(told.id))

    titles = {} if story or told.within else told.titles
    return Document(
        _summary("", lines, reply.quotes[0], total - 1),
        _entries(reply.quotes, lines, titles, bold=claimed, authors=authors),
        head,
        below,
        kind=Kind.ANSWER if claimed else Kind.POSSIBLE,
        divided=True,
    )


def _paged(
    page: Page, head: tuple[Below, ...], question: str, *, verdict: bool, lead: str = ""
) -> Document:
    story = story_of_all(page.quotes, page.titles)

    def below(shown: int) -> tuple[Below, ...]:
        row = _row(_offers(page.id, page.offset, shown, page.total, question))
        tail = (Verdict(page.id),) if verdict else ()
        return (*_freshness(page.checked, story), *row, *tail)

    if not page.quotes:
        gone = Entry(((Paragraph(line(wording.QUOTES_GONE())),),))
        return Document(wording.QUOTES_GONE(), (gone,), head, lambda _: below(0))
    return Document(
        _summary(lead, page.captions, page.quotes[0], page.total - page.offset - 1),
        _entries(page.quotes, page.captions, {} if story else page.titles, bold=page.answering),
        head,
        below,
        kind=Kind.ANSWER if page.answering else Kind.POSSIBLE,
        divided=True,
    )


def _entries(
    quotes: Sequence[Quote],
    lines: Sequence[str],
    titles: Titles,
    *,
    bold: bool,
    authors: bool = False,
) -> tuple[Entry, ...]:
    return tuple(
        quote_entry(quote, titles, bold=bold, above=above, authors=authors)
        for quote, above in zip(quotes, lines, strict=False)
    )


def _offers(reply: str, offset: int, shown: int, total: int, question: str) -> list[Button]:
    """`offset` and `total` count in all quotes of the reply."""
    # Past a page whose quotes are all gone there may be others.
    following = offset + max(shown, 1)
    offers = []
    if following < total:
        more = wording.MORE(count=total - following)
        offers.append(Button(more, More(reply, following)))
    if shown:
        offers.append(Button(wording.CONTEXT(), Context(reply, offset, shown)))
        offers.append(Button(evidence_wording.CITE(), Cite(reply, offset, shown)))
        export = Export(reply, offset, shown, question=question)
        offers.append(Button(evidence_wording.EXPORT(), export))
    return offers


def _row(buttons: Sequence[Button]) -> tuple[Below, ...]:
    rows = (buttons[at : at + MOST_BUTTONS] for at in range(0, len(buttons), MOST_BUTTONS))
    return tuple(Buttons(tuple(row)) for row in rows)


def _freshness(checked: Checked | None, story: str = "") -> tuple[Below, ...]:
    """The story that all quotes are from, named once, and when it was checked."""
    if checked is None:
        return story_below(story)
    words = line(marked(checked.words))
    if checked.plain:
        return (*story_below(story), Paragraph(words))
    named = line(Words(story, Style.ITALIC)) if story else ()
    return (Paragraph(joined([named, words]), small=True),)


def _within(title: str) -> tuple[Below, ...]:
    named = one_line(title, _LONGEST_NAME)
    return (Paragraph(line(wording.WITHIN(story=named)), small=True),)


def _asked(question: str) -> tuple[Below, ...]:
    return (Paragraph(line(f"{wording.ASKED()}{_one_line(question)}"), small=True),)


def _one_line(question: str) -> str:
    return marked(cut(" ".join(question.split()), _LONGEST_QUESTION))


def _summary(lead: str, lines: Sequence[str], quote: Quote, more: int) -> str:
    """The source comes first: whatever the words pretend, they are read as its words."""
    article = quote.article
    named = one_line(article.source, _LONGEST_NAME) or one_line(article.title, _LONGEST_NAME)
    date = wording.dated(article, day_in_words)
    above = f"{lines[0]} " if lines and lines[0] else ""
    rest = f" ({wording.more_quotes(more)})" if more > 0 else ""
    whose = ", ".join(filter(None, (named or wording.UNTITLED(), date)))
    return f"{lead}{above}{whose}: “{one_line(quote.text)}”{rest}"
