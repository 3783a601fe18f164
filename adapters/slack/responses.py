"""What somebody asked for, or why it can't be had → who asked, alone and once, with its picture."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.service.answering import Answering
from adapters.service.chat import Undelivered
from adapters.service.logs import name_in_log
from adapters.service.replying import SILENT_SECONDS
from adapters.slack.clients import NotInstalled, code_of
from adapters.slack.incoming import Incoming
from adapters.slack.message import Message
from adapters.slack.refusals import Refused
from adapters.slack.rendering import message_of
from adapters.slack.sending import Sender
from bot import evidence_wording
from bot.commands.errors import error_document
from bot.commands.errors import failed as went_wrong
from bot.documents.tree import Below, Document, File, Picture, said
from retrieval.event_logger import EventLogger

# An upload is documented to be finished a little after Slack says so: until then a block with the
# file is refused (invalid_blocks). Not tried live: how long that takes, and whether a response_url
# takes a file that only the bot can see, as chat.postMessage does by the documentation. So nothing
# is kept waiting for its picture for longer than this.
PAUSES = (0.0, 0.7, 1.5)
_FILE_NAME = "picture.png"
_LONGEST_TITLE = 100

_log = EventLogger()

Make = Callable[[], Awaitable[Document]]


@dataclass(frozen=True, slots=True)
class Responses:
    """Answers to commands and presses; `pause` waits some seconds."""

    answering: Answering[Incoming]
    sender: Sender
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def answer(
        self, by: Incoming, make: Make, *, waiting: str = "", replace: bool = False, file: str = ""
    ) -> None:
        """Shows what is made, unless this very thing was asked for before; whatever goes wrong is
        said.

        `waiting` is said where it takes long; `replace`: it takes the place of the message whose
        button was pressed; `file`: the picture there.
        """
        name_in_log(by.key)
        noted = False
        self.answering.in_hand.add(by.key)
        try:
            if not await self.answering.first_time(by.key):
                return
            work = asyncio.ensure_future(self._pictured(by, make, file))
            done, _ = await asyncio.wait({work}, timeout=SILENT_SECONDS)
            if waiting and by.response_url and not done:
                noted = await self.sender.respond(by, message_of(said(waiting)))
            document, file = await work
            document = await self._filed(by, document)
            await self._show(by, document, file, replace=replace or noted)
        except Exception as error:
            # Below what was shown, which may be pressed again.
            await self.whisper(by, failed(error, by.key), replace=noted)
        finally:
            self.answering.in_hand.discard(by.key)

    async def whisper(self, by: Incoming, document: Document, *, replace: bool = False) -> None:
        """As Sender.whisper; what can't be said is logged."""
        try:
            await self.sender.whisper(by, message_of(document), replace=replace)
        except (Refused, Undelivered) as error:
            _log.warning("asker_not_reached", key=by.key, reason=str(error))

    async def _pictured(self, by: Incoming, make: Make, file: str) -> tuple[Document, str]:
        """What is made, and the file that its picture is uploaded as."""
        document = await make()
        picture = _picture_of(document)
        if picture is None or file or not by.response_url:
            return document, file
        try:
            client = await self.sender.clients.patient(by.enterprise, by.team)
            # Shared nowhere: who may see the message sees it as a block of the message.
            done = await client.files_upload_v2(
                content=picture.png,
                filename=_FILE_NAME,
                title=document.summary[:_LONGEST_TITLE],
                alt_txt=picture.alt,
            )
            return document, str(done["files"][0]["id"])
        except Exception as error:
            # Whatever keeps it from being taken, the words say as much.
            _log.warning("picture_not_uploaded", reason=_reason(error))
            return document, ""

    async def _filed(self, by: Incoming, document: Document) -> Document:
        """What is shown where it was asked for, once a file in it was sent to who asked: in their
        direct message with the bot, for a file in a channel is everybody's."""
        file = _file_of(document)
        if file is None:
            return document
        try:
            channel, thread = by.channel, by.thread
            if not channel.startswith("D"):
                there = await self.sender.direct(by.enterprise, by.team, by.user)
                channel, thread = there.channel, there.thread
            client = await self.sender.clients.patient(by.enterprise, by.team)
            await client.files_upload_v2(
                content=file.content,
                filename=file.name,
                title=file.name,
                channel=channel,
                thread_ts=thread or None,
                initial_comment=message_of(document).text,
            )
        except (SlackClientError, aiohttp.ClientError, OSError, Refused, Undelivered) as error:
            _log.warning("file_not_sent", key=by.key, reason=_reason(error))
            return said(evidence_wording.NOT_SENT())
        if by.channel.startswith("D"):
            return document
        there_it_is = said(evidence_wording.SENT_DIRECTLY())
        return replace(document, entries=there_it_is.entries, summary=there_it_is.summary)

    async def _show(self, by: Incoming, document: Document, file: str, *, replace: bool) -> None:
        if file and await self._taken(by, message_of(document, file), replace=replace):
            return
        await self.whisper(by, document, replace=replace)

    async def _taken(self, by: Incoming, message: Message, *, replace: bool) -> bool:
        """Whether Slack took the message with the picture in it."""
        for pause in PAUSES if by.response_url else ():
            await self.pause(pause)
            if await self.sender.respond(by, message, replace=replace):
                return True
        _log.warning("picture_not_shown", reason="Slack does not take the file in a block")
        return False


def failed(error: Exception, key: str) -> Document:
    """What people are told in place of what they asked for; what failed is logged."""
    if isinstance(
        error,
        SlackClientError | aiohttp.ClientError | OSError | Refused | Undelivered | NotInstalled,
    ):
        # Not as it is: the SDK's errors quote what was sent.
        _log.warning("slack_call_failed", key=key, reason=_reason(error))
        return went_wrong(key)
    return error_document(error, key=key)


def _picture_of(document: Document) -> Picture | None:
    return next((part for part in _framing(document) if isinstance(part, Picture)), None)


def _file_of(document: Document) -> File | None:
    return next((part for part in _framing(document) if isinstance(part, File)), None)


def _framing(document: Document) -> tuple[Below, ...]:
    return (*document.head, *document.below(len(document.entries)))


def _reason(error: Exception) -> str:
    return code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
