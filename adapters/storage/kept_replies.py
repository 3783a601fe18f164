"""Replies and verdicts on them ↔ the database's `replies` and `feedback`. No word of an article."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Text,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from adapters.storage.database import Database, chunks
from adapters.storage.tables.chats import feedback as f
from adapters.storage.tables.chats import replies as r
from bot.memory import KeptQuote, KeptReply, Rated
from bot.places import Place
from bot.replies import Standing


class StoredReplies:
    """The bot's Replies and Feedback. Safe to use from several threads. Raises CatalogError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, reply: KeptReply) -> None:
        row = {
            "id": reply.id,
            "platform": reply.place.platform,
            "team": reply.place.team,
            "channel": reply.place.channel,
            "thread": reply.thread,
            "asked": reply.asked,
            "message": reply.message,
            "answered": reply.answered,
            "story": reply.story,
            "quotes": [_quote_fields(quote) for quote in reply.quotes],
            "at": reply.at,
            "shown": reply.shown,
            "via": reply.via,
            "possible": reply.possible,
            "language": reply.language,
        }
        with self._database.writing() as connection:
            connection.execute(insert(r), row)

    def sent(self, id: str, thread: str, message: str) -> None:
        with self._database.writing() as connection:
            where = {"thread": thread, "message": message}
            connection.execute(update(r).where(r.c.id == id).values(where))

    def reply(self, id: str) -> KeptReply | None:
        found = self._replies(r.c.id == id)
        return found[0] if found else None

    def last_answer_in(self, place: Place, thread: str, besides: str) -> KeptReply | None:
        answers = and_(_in_thread(place, thread), or_(r.c.answered, r.c.possible))
        other = or_(r.c.asked != besides, r.c.asked == "")
        found = self._replies(and_(answers, other), limit=1)
        return found[0] if found else None

    def spoke_in(self, place: Place, thread: str) -> bool:
        with self._database.reading() as connection:
            found = connection.execute(select(r.c.id).where(_in_thread(place, thread)).limit(1))
            return found.first() is not None

    def replies_to(self, place: Place, asked: str) -> list[KeptReply]:
        return self._replies(and_(_at(place), r.c.asked == asked, r.c.asked != ""))

    def showing(self, platform: str, versions: Collection[str]) -> list[KeptReply]:
        seen = and_(r.c.platform == platform, r.c.shown > 0, r.c.message != "")
        wanted = set(versions)
        return sorted(
            (
                reply
                for reply in self._naming(seen, versions).values()
                if any(quote.version in wanted for quote in reply.quotes[: reply.shown])
            ),
            key=lambda reply: (reply.at, reply.id),
        )

    def quoting(self, versions: Collection[str], limit: int) -> list[KeptReply]:
        """Those of every platform that quote one of these versions, or have such a quote behind a
        button; newest first."""
        found = self._naming(or_(r.c.answered, r.c.possible), versions, limit)
        newest = sorted(found.values(), key=lambda reply: (reply.at, reply.id), reverse=True)
        return newest[:limit]

    def _naming(
        self, where: ColumnElement[bool], versions: Collection[str], limit: int | None = None
    ) -> dict[str, KeptReply]:
        """By id; of each chunk of the versions the newest."""
        quotes = cast(r.c.quotes, Text)
        found: dict[str, KeptReply] = {}
        for chunk in chunks(versions):
            # Ids of versions are hexadecimal: nothing else in a reply's quotes looks like one.
            naming = or_(*(quotes.contains(version) for version in chunk))
            found |= {reply.id: reply for reply in self._replies(and_(where, naming), limit)}
        return found

    def forget_replies(self, before: datetime) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(r).where(r.c.at < before)).rowcount

    def rate(self, reply: str, person: str, helpful: bool, at: datetime) -> bool:
        verdict = {"helpful": helpful, "at": at}
        rating = (
            self._database.insert(f)
            .values(reply=reply, person=person, **verdict)
            .on_conflict_do_update(index_elements=[f.c.reply, f.c.person], set_=verdict)
        )
        # Held, so that it isn't forgotten between the two statements.
        known = select(r.c.id).where(r.c.id == reply).with_for_update(read=True, key_share=True)
        with self._database.writing() as connection:
            if connection.execute(known).first() is None:
                return False
            connection.execute(rating)
        return True

    def rated(self, platform: str | None, team: str | None, limit: int) -> list[Rated]:
        verdicts = (
            select(
                f.c.reply,
                func.sum(case((f.c.helpful, 1), else_=0)).label("helpful"),
                func.count().label("verdicts"),
                func.max(f.c.at).label("newest"),
            )
            .group_by(f.c.reply)
            .subquery()
        )
        query = (
            select(r, verdicts.c.helpful, verdicts.c.verdicts, verdicts.c.newest)
            .join(verdicts, verdicts.c.reply == r.c.id)
            .order_by(verdicts.c.newest.desc(), r.c.id)
            .limit(limit)
        )
        if platform is not None:
            query = query.where(r.c.platform == platform)
        if team is not None:
            query = query.where(r.c.team == team)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            Rated(_kept(row), row.helpful, row.verdicts - row.helpful, row.newest) for row in rows
        ]

    def forget_person(self, person: str) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(f).where(f.c.person == person)).rowcount

    def _replies(self, where: ColumnElement[bool], limit: int | None = None) -> list[KeptReply]:
        """Newest first."""
        query = select(r).where(where).order_by(r.c.at.desc(), r.c.id).limit(limit)
        with self._database.reading() as connection:
            return [_kept(row) for row in connection.execute(query)]


def _at(place: Place) -> ColumnElement[bool]:
    # Not compared: the team. A channel that workspaces share has one id, and people of each ask.
    return and_(r.c.platform == place.platform, r.c.channel == place.channel)


def _in_thread(place: Place, thread: str) -> ColumnElement[bool]:
    # What stands in no thread does not stand together. (What is just being sent counts already: a
    # follow-up may come before its id is noted.)
    return and_(_at(place), r.c.thread == thread, r.c.thread != "")


def _kept(row: Row[Any]) -> KeptReply:
    return KeptReply(
        id=row.id,
        place=Place(row.platform, row.team, row.channel),
        thread=row.thread,
        asked=row.asked,
        message=row.message,
        answered=row.answered,
        story=row.story,
        quotes=tuple(_quote(fields) for fields in row.quotes),
        at=row.at,
        shown=row.shown,
        via=row.via,
        possible=row.possible,
        language=row.language,
    )


def _quote_fields(quote: KeptQuote) -> dict[str, object]:
    return {
        "version": quote.version,
        "start": quote.start,
        "end": quote.end,
        "highlight": [list(span) for span in quote.highlight],
        "confidence": quote.confidence,
        "also_in": list(quote.also_in),
        "standing": quote.standing.value,
    }


def _quote(fields: Mapping[str, Any]) -> KeptQuote:
    highlight: Sequence[tuple[int, int]] = fields["highlight"]
    return KeptQuote(
        version=fields["version"],
        start=fields["start"],
        end=fields["end"],
        highlight=tuple((start, end) for start, end in highlight),
        confidence=fields["confidence"],
        also_in=tuple(fields["also_in"]),
        # Replies kept by an older Pullquote know none.
        standing=Standing(fields.get("standing", Standing.PLAIN.value)),
    )
