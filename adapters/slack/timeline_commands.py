"""/timeline and the buttons below a timeline → the page that is asked for, with its picture."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from slack_sdk.errors import SlackApiError

from adapters.service.answering import SILENT_SECONDS, DeskOf
from adapters.slack.actions import Turn, turn_of
from adapters.slack.clients import code_of
from adapters.slack.follow_commands import unquoted
from adapters.slack.incoming import Body, Incoming, command, pressed
from adapters.slack.message import Message
from adapters.slack.replies import sentence
from adapters.slack.telling import Telling, sorry
from adapters.slack.timelines import Picture, alt_of, timeline_message
from adapters.slack.wording import WHICH_TIMELINE, timeline_command
from bot import wording
from bot.ask import unknown_story
from bot.desk import UnknownStory
from bot.library import Library
from bot.safe_text import one_line
from bot.timelines import TimelinePage, page_of
from bot.workers import Workers
from retrieval.articles import Article

# An upload is documented to be finished a little after Slack says so: until then a block with the
# file is refused (invalid_blocks). Not tried live: how long that takes, and whether a response_url
# takes a file that only the bot can see, as chat.postMessage does by the documentation. So the
# timeline is never kept waiting for its picture for longer than this.
_PAUSES = (0.0, 0.7, 1.5)
_FILE_NAME = "coverage.png"
_LONGEST_TITLE = 100

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class TimelineCommands:
    """Only who asks for a timeline sees it; `pause` waits some seconds."""

    telling: Telling
    workers: Workers
    desk: DeskOf
    library: Callable[[], Library]
    now: Callable[[], datetime]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def timeline(self, body: Body) -> None:
        """/timeline STORY [oldest | newest]."""
        by, waiting = command(body), False
        try:
            if not await self.telling.first_time(by.key):
                return
            work = asyncio.ensure_future(self._first(by))
            done, _ = await asyncio.wait({work}, timeout=SILENT_SECONDS)
            if not done:
                waiting = await self.telling.sender.respond(by, sentence(wording.DRAWING))
            shown, pictured = await work
        except Exception as error:
            shown, pictured = sorry(error), None
        await self._show(by, shown, pictured, replace=waiting)

    async def turn(self, body: Body, action: Body) -> None:
        """A button: another page takes the place of the one above it."""
        by, turn = pressed(body), turn_of(action.get("value"))
        if turn is None:
            _log.warning("button_not_understood", action=str(action.get("action_id")))
            return
        try:
            if not await self.telling.first_time(by.key):
                return
            page, articles = await self.workers.run(lambda: self._page(by, turn))
        except Exception as error:
            # Below the page, which stays.
            await self.telling.whisper(by, sorry(error))
            return
        picture = Picture(turn.picture, _described(page, articles)) if turn.picture else None
        pictured = timeline_message(page, picture) if picture else None
        await self._show(by, timeline_message(page), pictured, replace=True)

    async def _first(self, by: Incoming) -> tuple[Message, Message | None]:
        """The page without the picture and, where there is one, with it."""
        match by.text.split():
            case []:
                return sentence(WHICH_TIMELINE.format(command=timeline_command("STORY"))), None
            case [story]:
                newest_first = False
            case [story, order, *_]:
                newest_first = order.casefold().startswith("newest")
                if not newest_first and not order.casefold().startswith("oldest"):
                    said = wording.OLDEST_OR_NEWEST.format(word=order)
                    return sentence(wording.as_sentence(said)), None
        turn = Turn(unquoted(story), 0, newest_first)
        page, articles = await self.workers.run(lambda: self._page(by, turn))
        message = timeline_message(page)
        if not page.developments:
            return message, None
        try:
            picture = await self._drawn(by, page, articles)
        except Exception as error:
            # Whatever keeps it from being drawn or taken, the words say as much.
            _log.warning("picture_not_uploaded", reason=_reason(error))
            return message, None
        return message, timeline_message(page, picture)

    def _page(self, by: Incoming, turn: Turn) -> tuple[TimelinePage, Sequence[Article]]:
        """For a worker. Raises UnknownStory, also where the story may be spoken of no more."""
        desk = self.desk()
        stories = desk.stories(by.place)
        if turn.story not in stories:
            raise UnknownStory(unknown_story(turn.story, stories))
        library = self.library()
        developments = [
            one for one in library.timeline(turn.story) if desk.bot.held_verbatim((one.quote,))
        ]
        page = page_of(
            stories[turn.story],
            developments,
            turn.number,
            newest_first=turn.newest_first,
            checked=desk.checked(turn.story, self.now()),
        )
        return page, library.articles_in(turn.story)

    async def _drawn(
        self, by: Incoming, page: TimelinePage, articles: Sequence[Article]
    ) -> Picture:
        title = one_line(page.story.title, _LONGEST_TITLE) or wording.UNTITLED
        png = await self.workers.run(lambda: _png(articles, title))
        described = _described(page, articles)
        client = await self.telling.sender.clients.patient(by.enterprise, by.team)
        # Shared nowhere: who may see the timeline sees it as a block of the timeline.
        done = await client.files_upload_v2(
            content=png, filename=_FILE_NAME, title=wording.timeline_of(title), alt_txt=described
        )
        return Picture(str(done["files"][0]["id"]), described)

    async def _show(
        self, by: Incoming, message: Message, pictured: Message | None, *, replace: bool
    ) -> None:
        if pictured is not None and await self._taken(by, pictured, replace=replace):
            return
        await self.telling.whisper(by, message, replace=replace)

    async def _taken(self, by: Incoming, message: Message, *, replace: bool) -> bool:
        """Whether Slack took the message with the picture in it."""
        for pause in _PAUSES if by.response_url else ():
            await self.pause(pause)
            if await self.telling.sender.respond(by, message, replace=replace):
                return True
        _log.warning("picture_not_shown", reason="Slack does not take the file in a block")
        return False


def _png(articles: Sequence[Article], title: str) -> bytes:
    # Imported here: until somebody wants a picture, nobody need wait for what draws it.
    from adapters.rendering.coverage_chart import coverage_png

    return coverage_png(articles, title)


def _described(page: TimelinePage, articles: Sequence[Article]) -> str:
    title = one_line(page.story.title, _LONGEST_TITLE) or wording.UNTITLED
    return alt_of(wording.coverage(title, articles))


def _reason(error: Exception) -> str:
    return code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
