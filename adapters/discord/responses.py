"""What somebody asked for, or why it can't be had → who asked, in the place of "thinking…"."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from adapters.discord.components import GALLERY
from adapters.discord.incoming import Incoming
from adapters.discord.message import Message
from adapters.discord.sending import Refused, Sender
from adapters.service.chat import Undelivered
from adapters.service.logs import name_in_log
from bot import evidence_wording
from bot.commands.errors import error_document
from bot.documents.tree import Document, said
from retrieval.event_logger import EventLogger

_log = EventLogger()

Make = Callable[[], Awaitable[Document]]


@dataclass(frozen=True, slots=True)
class Responses:
    """Answers to commands and presses, each deferred before. Raises Refused and Undelivered, of
    which `guarding` tells."""

    sender: Sender

    async def answer(self, by: Incoming, make: Make) -> None:
        """Shows what is made; whatever goes wrong is said in its place."""
        name_in_log(by.key)
        try:
            document = await make()
        except Exception as error:
            document = error_document(error, key=by.key)
        await self.show(by, document)

    async def show(self, by: Incoming, document: Document) -> None:
        """With its picture, or without where that can't be attached. A file that can't be is told
        of: it was what was asked for."""
        message = self.sender.drawn(document)
        try:
            await self.sender.answer(by, message)
        except (Refused, Undelivered) as error:
            if message.files:
                _log.warning("file_not_attached", reason=str(error))
                await self.sender.answer(by, self.sender.drawn(said(evidence_wording.NOT_SENT())))
                return
            if not message.png:
                raise
            _log.warning("picture_not_attached", reason=str(error))
            await self.sender.answer(by, _without_picture(message))


def _without_picture(message: Message) -> Message:
    kept = (part for part in message.components if part["type"] != GALLERY)
    return replace(message, components=tuple(kept), png=b"")
