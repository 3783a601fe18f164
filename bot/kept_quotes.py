"""Quotes ↔ where they stand, as a kept reply remembers them. Pure."""

from collections.abc import Mapping

from bot.memory import KeptQuote
from bot.replies import NoAnswer, Remark, Reply, Standing
from retrieval.articles import Article
from retrieval.headlines import link_at, words_at
from retrieval.quotes import Quote


def kept_quotes(reply: Reply) -> tuple[KeptQuote, ...]:
    """Those shown, the further ones, and of a no the nearest."""
    if isinstance(reply, Remark):
        return ()
    if isinstance(reply, NoAnswer):
        return tuple(_kept_quote(quote, Standing.PLAIN) for quote in reply.nearest)
    standings = reply.standing_of_all()
    return tuple(map(_kept_quote, reply.quotes + reply.further, standings))


def _kept_quote(quote: Quote, standing: Standing) -> KeptQuote:
    return KeptQuote(
        quote.article.version,
        quote.start,
        quote.end,
        quote.highlight,
        quote.confidence,
        tuple(article.version for article in quote.also_in),
        standing,
    )


def quote_of(kept: KeptQuote, articles: Mapping[str, Article]) -> Quote:
    """The words are cut from the article that is held under the version."""
    article = articles[kept.version]
    return Quote(
        article=article,
        start=kept.start,
        end=kept.end,
        text=words_at(article, kept.start, kept.end),
        highlight=kept.highlight,
        link=link_at(article, kept.start, kept.end),
        score=0.0,
        confidence=kept.confidence,
        also_in=tuple(articles[version] for version in kept.also_in if version in articles),
    )
