"""Which of Slack's deliveries goes to which listener; the manifest asks Slack for just these."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.service.answering import Answering
from adapters.service.chat import Kept
from adapters.service.notifying import Notifying
from adapters.service.readers import Readers
from adapters.slack.acknowledging import acknowledged, event, question
from adapters.slack.actions import Actions
from adapters.slack.caller import Callers
from adapters.slack.commands import Commands
from adapters.slack.incoming import (
    Body,
    Deleted,
    Edited,
    Incoming,
    Way,
    command,
    reacted,
    reaction_under,
    shortcut,
    spoken,
)
from adapters.slack.links import addresses, linking
from adapters.slack.locales import Locales
from adapters.slack.manifest import manifest
from adapters.slack.people import People
from adapters.slack.responses import Responses
from adapters.slack.sending import Sender
from adapters.slack.views import Views
from bot import wording
from bot.asking_emoji import NO_EMOJI, AskingEmoji
from bot.commands.command import Work
from bot.conversation import Conversation
from bot.documents.tree import said
from bot.language import speaking
from bot.suggestions import Suggestions
from bot.workers import Workers

ASK = "/ask"


def listeners_of(
    answering: Answering[Incoming],
    sender: Sender,
    conversation: Conversation,
    suggestions: Suggestions,
    run_in: Mapping[Work, Workers],
    locales: Locales,
    readers: Readers,
    people: People,
    emoji: AskingEmoji = NO_EMOJI,
    notifying: Notifying | None = None,
) -> "Listeners":
    """All that answers what comes from Slack, put together."""
    responses = Responses(answering, sender)
    callers = Callers(sender.clients, answering.gate, conversation, locales, readers)
    views = Views(responses, callers, run_in, suggestions)
    actions = Actions(answering, responses, views, callers, run_in)
    commands = Commands(responses, callers, run_in)
    return Listeners(answering, commands, actions, views, emoji, notifying)


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who answers what comes from Slack."""

    answering: Answering[Incoming]
    commands: Commands
    actions: Actions
    views: Views
    emoji: AskingEmoji = NO_EMOJI
    notifying: Notifying | None = None

    def register(self, app: AsyncApp) -> None:
        """`app` was made with `process_before_response`."""
        app.event("app_mention")(event(self._spoken))
        app.event("message")(event(self._spoken))
        app.event("reaction_added")(event(self._reacted))
        app.event("app_home_opened")(acknowledged(self._opened))
        app.event("app_context_changed")(acknowledged(self.views.pane))
        app.command(ASK)(question(self._ask))
        for name in sorted(manifest().commands - {ASK}):
            app.command(name)(acknowledged(self.commands.run))
        app.shortcut("find_quotes")(question(self._find_quotes))
        # Whatever it is called: who presses a button of an older version is told so.
        app.action(re.compile(".*", re.DOTALL))(question(self.actions.press))

    async def _spoken(
        self, body: Body, context: AsyncBoltContext, kept: Kept, *, again: bool
    ) -> None:
        match spoken(body, context.bot_user_id or "", self.answering.languages):
            case None:
                await self._linked(body, context.bot_user_id or "")
            case Edited(key, now):
                # Where it asks nothing any more, its reply stands: people see that it was edited.
                about = reaction_under(body)
                if now is None:
                    await self.answering.change(about.key, about, kept)
                    return
                if now.way is Way.DIRECT:
                    await self.answering.change(key, now, kept)
                    return
                await self.answering.change(key, now)
                # Perhaps it asks the bot only now; if it is known, the claim says so.
                await self.answering.take(now, kept, again=again)
                await self.answering.change(about.key, about)
            case Deleted(gone):
                # Not kept before it is done: Slack tells again, and it can be done twice.
                await self.answering.withdraw(gone)
                await self.answering.withdraw(reaction_under(body))
            case incoming:
                await self.answering.take(incoming, kept, again=again)
                if incoming.unasked or incoming.unaddressed:
                    # Said to people, it may link to a tracked article beside what it asks.
                    await self._linked(body, context.bot_user_id or "")

    async def _linked(self, body: Body, bot_user: str) -> None:
        """What nobody asked may link to a tracked article."""
        found = linking(body, bot_user) if self.notifying else None
        if found is not None and self.notifying is not None:
            await self.notifying.linked(found)

    async def _reacted(
        self, body: Body, context: AsyncBoltContext, kept: Kept, *, again: bool
    ) -> None:
        if asked := reacted(body, context.bot_user_id or "", self.emoji):
            await self.answering.take(asked, kept, again=again)

    async def _opened(self, body: Body) -> None:
        if body["event"].get("tab") == "messages":
            await self.views.pane(body)
        else:
            await self.views.home(body)

    async def _ask(self, body: Body, kept: Kept) -> None:
        await self.answering.take(command(body), kept)

    async def _find_quotes(self, body: Body, kept: Kept) -> None:
        asked, links = shortcut(body), addresses(body["message"])
        about = await self.commands.about(asked, links) if links else None
        if about is not None:
            kept()
            await self.commands.responses.answer(asked, about)
        elif asked.text:
            await self.answering.take(asked, kept)
        else:
            kept()
            with speaking(await self.actions.callers.language(asked)):
                await self.answering.chat.whisper(asked, said(wording.NO_TEXT()))
