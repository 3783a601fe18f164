"""A slash command → what it shows or changes, to who typed it alone.

Those of the manifest have a name of their own; every other is a word behind /pullquote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.slack.caller import Callers
from adapters.slack.incoming import Body, Incoming, command
from adapters.slack.responses import Make, Responses
from adapters.slack.text import unlinked
from bot import timeline_wording, wording
from bot.commands.answering import answered
from bot.commands.command import UNREAD, Command, Given, Takes, Work
from bot.commands.table import COMMANDS, command_named
from bot.documents.linked import linked_document
from bot.documents.tree import Document, said
from bot.language import speaking
from bot.workers import Workers
from retrieval.errors import PullquoteError

PULLQUOTE = "/pullquote"
_WAITING = {Work.ANSWER: timeline_wording.DRAWING, Work.LOOKUP: wording.LOOKING_THERE}


@dataclass(frozen=True, slots=True)
class Commands:
    """What people type behind a slash, /ask apart."""

    responses: Responses
    callers: Callers
    run_in: Mapping[Work, Workers]

    async def run(self, body: Body) -> None:
        """Any of them; what nobody knows shows how to ask."""
        by = command(body)
        name, typed = body["command"], by.text
        if name == PULLQUOTE:
            name, typed = ([*by.text.split(None, 1), "", ""])[:2]
        chosen = command_named(name.removeprefix("/")) or COMMANDS["help"]
        with speaking(await self.callers.language(by)):
            await self.responses.answer(
                by,
                lambda: self._made(by, chosen, {UNREAD: unlinked(typed)}),
                waiting=_WAITING[chosen.work]() if chosen.work in _WAITING else "",
            )

    async def about(self, by: Incoming, urls: Sequence[str]) -> Make | None:
        """What tells of the tracked articles that are linked; None where none is."""
        conversation = self.callers.conversation(by)
        try:
            known = await self.run_in[Work.BOOK].run(
                lambda: conversation.links().knows(by.place, urls)
            )
        except PullquoteError:
            return None  # what is said of a question says it
        if not known:
            return None

        async def made() -> Document:
            with speaking(await self.callers.language(by)):
                if sentence := await self.callers.refusal(by, (), quotes=True):
                    return said(sentence)
                found = await self.run_in[Work.ANSWER].run(
                    lambda: conversation.links().about(by.place, urls)
                )
                return linked_document(found) if found else said(wording.NO_TEXT())

        return made

    async def _made(self, by: Incoming, chosen: Command, given: Given) -> Document:
        if refusal := await self.callers.refusal(
            by, chosen.rights(given), quotes=chosen.shows_quotes(given)
        ):
            return said(refusal)
        timed = any(argument.takes is Takes.RHYTHM for argument in chosen.arguments)
        caller = await self.callers.caller(by, timed=timed)
        conversation = self.callers.conversation(by)
        return await self.run_in[chosen.work].run(
            lambda: answered(conversation, chosen, caller, given)
        )
