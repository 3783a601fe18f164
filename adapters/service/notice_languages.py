"""A notice that is to be told → what it tells of, and the language of who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.service.board import Board
from adapters.service.linked_notices import spot_of
from adapters.service.notice_keys import NoticesOfAKind, kind_of
from adapters.service.observing import Notice
from adapters.service.readers import Readers
from bot.following import Follows
from bot.language import ENGLISH
from bot.memory import Replies
from bot.notices import Spot
from bot.places import Place
from bot.workers import Workers


@dataclass(frozen=True, slots=True)
class NoticeLanguages:
    """On one platform."""

    platform: str
    board: Board
    readers: Readers
    follows: Follows
    replies: Replies
    beside: Mapping[Notice, NoticesOfAKind]
    books: Workers

    async def of(self, payload: Mapping[str, Any]) -> str:
        """The place's own, that of who asked for it or of the reply that it corrects."""
        if beside := self.beside.get(kind_of(payload)):
            return self.readers.one(await beside.language(payload))
        if kind_of(payload) is Notice.CORRECTION:
            reply = await self.books.run(lambda: self.replies.reply(payload["reply"]))
            return await self.readers.everybody(reply.place, reply.language) if reply else ENGLISH
        if kind_of(payload) is Notice.PUBLISHING:
            return ENGLISH
        if kind_of(payload) is Notice.LINKED:
            to, asked = spot_of(self.platform, payload), ""
        elif kind_of(payload) is Notice.OUTAGE:
            place = Place(self.platform, payload["team"], payload["channel"])
            to, asked = Spot(place, via=payload["via"], person=payload["person"]), ""
        else:
            id = payload.get("follow") or payload["quiet"]
            follow = await self.books.run(lambda: self.follows.follow_of(id))
            if follow is None:
                return ENGLISH
            asked = follow.person
            to = Spot(follow.place, via=follow.via, person=asked if "quiet" in payload else "")
        own = await self.board.language(to, to.person or asked)
        return self.readers.one(own) if to.person else await self.readers.everybody(to.place, own)
