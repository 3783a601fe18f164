"""Articles that came into a story → what who follows it is told of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.documents.notices import news_document
from bot.documents.tree import Document
from bot.following import Follow, Follows
from bot.happenings import Arrival, Happenings
from bot.newsdesk import Newsdesk
from bot.notices import Spot
from bot.pings import Pings
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class NewsNotices:
    """`newsdesk` raises PullquoteError while there is no index."""

    newsdesk: Callable[[], Newsdesk]
    happenings: Happenings
    follows: Follows
    pings: Pings
    workers: Workers
    books: Workers

    async def wanted(self, follow: Follow, arrivals: Sequence[Arrival]) -> bool:
        """Whether any of them has the words that the follow wants."""
        if not follow.words:
            return True
        return await self.workers.run(lambda: bool(self.newsdesk().wanted(follow, arrivals)))

    async def words(self, payload: Mapping[str, Any]) -> tuple[Document, Spot] | None:
        """What a delivery says, and where; None where there is nothing to say any more."""
        follow = await self.books.run(lambda: self.follows.follow_of(payload["follow"]))
        if follow is None or follow.quiet:
            return None
        arrivals = await self.books.run(
            lambda: self.happenings.arrivals(follow.story, payload["after"], payload["through"])
        )
        news = await self.workers.run(lambda: self.newsdesk().news(follow, arrivals))
        if news is None:
            return None
        # As it is allowed now: who forbade it meanwhile has the last word.
        allowed = await self.books.run(lambda: self.pings.allowed(follow.place))
        ids = {one.id for one in allowed}
        ping = follow.ping.id if follow.ping and follow.ping.id in ids else ""
        return news_document(news, ping), Spot(follow.place, via=follow.via)
