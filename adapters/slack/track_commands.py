"""/track, /untrack and the buttons below what they show → what is proposed, and what is done."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import structlog

from adapters.service.answering import SILENT_SECONDS
from adapters.slack import actions
from adapters.slack.actions import Choice, choice_of
from adapters.slack.admins import is_admin
from adapters.slack.follow_commands import unquoted
from adapters.slack.incoming import Body, Incoming, command, pressed
from adapters.slack.message import Message
from adapters.slack.replies import sentence
from adapters.slack.telling import Telling, sorry
from adapters.slack.tracking import proposal_message
from adapters.slack.wording import TRACK_ADMINS_ONLY, WHICH_TO_TRACK, WHICH_TO_UNTRACK
from bot import wording
from bot.tracking import As, SourceDesk, check_may_change
from bot.workers import Workers

_AS: dict[str, As] = {"page": "page", "topic": "topic"}

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TrackCommands:
    """For the workspace's admins: what is asked of the web is the same for all its channels.

    `lookups`: who asks the web; `several`: whether the app is in many workspaces; `named`: those
    whose admins may change what is tracked then.
    """

    telling: Telling
    lookups: Workers
    books: Workers
    sources: Callable[[], SourceDesk]
    several: bool
    named: Collection[str]
    now: Callable[[], datetime]

    async def track(self, body: Body) -> None:
        """/track URL STORY [page | topic]."""
        by, waiting = command(body), False
        try:
            if not await self.telling.first_time(by.key):
                return
            work = asyncio.ensure_future(self._found(by))
            done, _ = await asyncio.wait({work}, timeout=SILENT_SECONDS)
            if not done:
                looking = sentence(wording.LOOKING_THERE)
                waiting = await self.telling.sender.respond(by, looking)
            shown = await work
        except Exception as error:
            shown = sorry(error)
        await self.telling.whisper(by, shown, replace=waiting)

    async def untrack(self, body: Body) -> None:
        """/untrack URL [STORY]."""
        by = command(body)
        await self.telling.tell(by, lambda: self._to_end(by))

    async def choose(self, body: Body, action: Body) -> None:
        """A button: what was shown is done, or nothing is."""
        by, choice = pressed(body), choice_of(action.get("value"))
        if choice is None:
            _log.warning("button_not_understood", action=str(action.get("action_id")))
            return
        confirmed = action.get("action_id") != actions.CANCEL
        try:
            if not await self.telling.first_time(by.key):
                return
            said = sentence(await self._chosen(by, choice, confirmed=confirmed))
        except Exception as error:
            # Below what was shown, which may be pressed again.
            await self.telling.whisper(by, sorry(error))
            return
        await self.telling.whisper(by, said, replace=True)

    async def _found(self, by: Incoming) -> Message:
        if refusal := await self._refusal(by):
            return refusal
        match unquoted(by.text).split():
            case [url, story]:
                as_: As | None = None
            case [url, story, word] if word.casefold() in _AS:
                as_ = _AS[word.casefold()]
            case _:
                return sentence(WHICH_TO_TRACK)
        proposed = await self.lookups.run(
            lambda: self.sources().track(by.place, _address(url), story, by.user, self.now(), as_)
        )
        return proposal_message(proposed)

    async def _to_end(self, by: Incoming) -> Message:
        if refusal := await self._refusal(by):
            return refusal
        match unquoted(by.text).split():
            case [url]:
                story = ""
            case [url, story]:
                pass
            case _:
                return sentence(WHICH_TO_UNTRACK)
        proposed = await self.books.run(
            lambda: self.sources().untrack(by.place, _address(url), story, by.user, self.now())
        )
        return proposal_message(proposed)

    async def _chosen(self, by: Incoming, choice: Choice, *, confirmed: bool) -> str:
        if confirmed and await self._refusal(by):
            # No admin any more since it was shown.
            return TRACK_ADMINS_ONLY

        def chosen() -> str:
            sources, now = self.sources(), self.now()
            if confirmed:
                return sources.confirm(choice.proposal, by.place, by.user, now, by.enterprise)
            return sources.cancel(choice.proposal, by.place, by.user, now)

        return await self.books.run(chosen)

    async def _refusal(self, by: Incoming) -> Message | None:
        """Raises CantTrack where it is no question of the person."""
        client = await self.telling.sender.clients.patient(by.enterprise, by.team)
        if not await is_admin(client, by.team, by.user):
            return sentence(TRACK_ADMINS_ONLY)
        check_may_change(by.place, several=self.several, named=self.named)
        return None


def _address(word: str) -> str:
    """As it was typed: Slack may have made a link of it, <https://…|…>."""
    if word.startswith("<") and word.endswith(">"):
        return word[1:-1].partition("|")[0].replace("&amp;", "&")
    return word
