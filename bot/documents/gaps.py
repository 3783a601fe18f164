"""What nothing answered, and whether such questions are kept → the documents that say so."""

from collections.abc import Mapping, Sequence

from bot import gaps_wording, wording
from bot.conversation import type_
from bot.documents.listings import newest_line, story_title
from bot.documents.tree import (
    Below,
    Bullets,
    Document,
    Entry,
    Group,
    Heading,
    Line,
    Paragraph,
    Style,
    Words,
    filled,
    joined,
    line,
    said,
)
from bot.gaps import Gap, Keeper
from bot.places import Place
from bot.safe_text import one_line
from retrieval.articles import Article, Story

_LONGEST_QUESTION, _WORDINGS_SHOWN = 300, 3


def gaps_document(
    gaps: Sequence[Gap],
    stories: Mapping[str, Story],
    articles: Mapping[str, Article],
    *,
    kept: bool,
) -> Document:
    """For admins. `stories` and `articles`: those that may be named there, by slug and by id;
    `kept`: whether more will come."""
    if not gaps and kept:
        return said(gaps_wording.no_gaps())
    if not gaps:
        to_keep = filled(gaps_wording.to_keep(), command=type_("questions", turn="on"))
        return said(gaps_wording.no_gaps(), " ", to_keep)
    heading = gaps_wording.gaps()

    def below(shown: int) -> tuple[Below, ...]:
        left = len(gaps) - shown
        return (Paragraph(line(gaps_wording.more_gaps(left))),) if left else ()

    return Document(
        f"{heading}: {_words(gaps[0].typical.text)}",
        tuple(Entry(tuple(_forms(gap, stories, articles))) for gap in gaps),
        (Heading(line(heading)),),
        below,
        divided=True,
    )


def keeping_words(keeper: Keeper, place: Place, more: str = "") -> Line:
    """Whether questions are kept at a place, and how to have one's own erased; it is looked up."""
    if not keeper.keeps(place):
        return line(gaps_wording.not_kept_here())
    to_forget = filled(gaps_wording.to_forget(), command=type_("forget"))
    said_of_it = filter(None, (gaps_wording.kept_here(keeper.days), more))
    return line(*(f"{sentence} " for sentence in said_of_it), to_forget)


def keeping_document(keeper: Keeper, place: Place, more: str) -> Document:
    """The same by itself; `more` is said besides."""
    words = keeping_words(keeper, place, more)
    kept = keeper.keeps(place)
    summary = gaps_wording.kept_here(keeper.days) if kept else gaps_wording.not_kept_here()
    return Document(summary, (Entry(((Paragraph(words),),)),))


def _forms(
    gap: Gap, stories: Mapping[str, Story], articles: Mapping[str, Article]
) -> Sequence[Group]:
    """With its other wordings, then without."""
    first = Paragraph(line(Words(_words(gap.typical.text), Style.BOLD)))
    facts = Paragraph(_facts(gap, stories), small=True)
    answers: tuple[Bullets, ...] = ()
    if gap.article in articles:
        answers = (Bullets((newest_line(articles[gap.article], {}),)),)
    others = dict.fromkeys(
        words for one in gap.questions if (words := _words(one.text)) != _words(gap.typical.text)
    )
    shown = list(others)[:_WORDINGS_SHOWN]
    short: Group = (first, facts, *answers)
    if not shown:
        return (short,)
    said_otherwise = Paragraph(line(gaps_wording.in_other_words(" · ".join(shown))), small=True)
    return ((first, said_otherwise, facts, *answers), short)


def _facts(gap: Gap, stories: Mapping[str, Story]) -> Line:
    since, newest = wording.date(gap.since), wording.date(gap.newest)
    often = gaps_wording.asked_once(since)
    if gap.count > 1:
        often = gaps_wording.asked_often(gap.count, since, newest)
    story = stories.get(gap.story)
    facts = [line(often), line(Words(story_title(story), Style.ITALIC)) if story else ()]
    if gap.answered:
        facts.append(line(gaps_wording.answered_since(wording.date(gap.answered))))
    return joined(facts)


def _words(question: str) -> str:
    return one_line(question, _LONGEST_QUESTION) or wording.UNTITLED()
