"""A reply, and the stories that may be spoken of now → what of it may be shown. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import wording
from bot.replies import NoAnswer, Remark, Reply, with_only
from retrieval.articles import Story
from retrieval.quotes import Quote


def allowed_now(reply: Reply, stories: Mapping[str, Story]) -> Reply:
    """A new generation may have limited a story since the question was put."""
    if isinstance(reply, Remark):
        return reply
    if isinstance(reply, NoAnswer):
        return replace(reply, nearest=within_stories(reply.nearest, stories))
    good = within_stories(reply.quotes + reply.further, stories)
    if good:
        return with_only(reply, good)
    return NoAnswer(reply.question, reply.generation, 0.0, wording.NOT_CONFIDENT(), ())


def within_stories(quotes: Sequence[Quote], stories: Mapping[str, Story]) -> tuple[Quote, ...]:
    """The quotes, and the copies they name, of these stories only."""
    return tuple(
        replace(quote, also_in=tuple(a for a in quote.also_in if a.story in stories))
        for quote in quotes
        if quote.article.story in stories
    )
