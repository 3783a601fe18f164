"""A reply → how each quote that the terminal shows of it is cited: below it, or in its JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from rich.console import Console

from adapters.cli.rendering import print_document
from adapters.rendering.evidence.data import citation_object
from adapters.storage.catalog import Catalog
from adapters.storage.evidence import StoredArchive
from bot.documents.evidence import cited_document
from bot.evidence.making import Chosen, pack_of
from bot.evidence.pack import EvidencePack, Origin, PackedQuote
from bot.replies import Answer, NoAnswer, Possible, Reply
from bot.surroundings import Surrounded
from retrieval.articles import Story
from retrieval.quotes import Quote

# Under which keys the objects of ask and said hold their quotes.
_LISTS = ("quotes", "nearest", "utterances")


@dataclass(frozen=True, slots=True)
class Citing:
    """From what is held; `stories`: those that there are."""

    catalog: Catalog
    stories: Mapping[str, Story]
    now: datetime

    def print(self, console: Console, reply: Reply) -> None:
        """Nothing where no quote is shown."""
        if shown := _shown(reply):
            console.print()
            print_document(console, cited_document(self._pack(shown)))

    def added(self, found: dict[str, object], reply: Reply) -> dict[str, object]:
        """The object of the reply, with a `citation` in each of its quotes: null where its version
        was let go meanwhile."""
        cited = {_place(one): citation_object(one) for one in self._pack(_shown(reply)).quotes}
        citations = [cited.get((one.article.version, one.start, one.end)) for one in _shown(reply)]
        return {
            key: _with(value, citations) if key in _LISTS and isinstance(value, list) else value
            for key, value in found.items()
        }

    def _pack(self, quotes: Sequence[Quote]) -> EvidencePack:
        # What stands around a quote is in no citation.
        chosen = Chosen(Origin.ANSWER, [Surrounded(one, "", "") for one in quotes])
        archive = StoredArchive(self.catalog)
        return pack_of(chosen, archive, self.stories, self.now, version("pullquote"))


def _shown(reply: Reply) -> tuple[Quote, ...]:
    match reply:
        case Answer() | Possible():
            return reply.quotes
        case NoAnswer():
            return reply.nearest
        case _:
            return ()


def _place(quote: PackedQuote) -> tuple[str, int, int]:
    return quote.article.version, quote.start, quote.end


def _with(quotes: Sequence[dict[str, object]], citations: Sequence[object]) -> list[object]:
    return [
        one | {"citation": citation}
        for one, citation in zip(quotes, citations, strict=bool(quotes))
    ]
