"""Which of Slack's deliveries goes to which listener; the manifest asks Slack for just these."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.service.answering import Answering
from adapters.service.chat import Kept
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
    shortcut,
    spoken,
)
from adapters.slack.manifest import manifest
from adapters.slack.responses import Responses
from adapters.slack.sending import Sender
from adapters.slack.views import Views
from bot import wording
from bot.commands.command import Work
from bot.conversation import Conversation
from bot.documents.tree import said
from bot.suggestions import Suggestions
from bot.workers import Workers

ASK = "/ask"


def listeners_of(
    answering: Answering[Incoming],
    sender: Sender,
    conversation: Conversation,
    suggestions: Suggestions,
    run_in: Mapping[Work, Workers],
) -> "Listeners":
    """All that answers what comes from Slack, put together."""
    responses, callers = Responses(answering, sender), Callers(sender.clients, conversation)
    views = Views(responses, callers, run_in, suggestions)
    actions = Actions(answering, responses, views, callers, run_in)
    return Listeners(answering, Commands(responses, callers, run_in), actions, views)


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who answers what comes from Slack."""

    answering: Answering[Incoming]
    commands: Commands
    actions: Actions
    views: Views

    def register(self, app: AsyncApp) -> None:
        """`app` was made with `process_before_response`."""
        app.event("app_mention")(event(self._spoken))
        app.event("message")(event(self._spoken))
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
        match spoken(body, context.bot_user_id or ""):
            case None:
                return
            case Edited(key, now):
                # Where it asks nothing any more, its reply stands: people see that it was edited.
                if now is None:
                    return
                if now.way is Way.DIRECT:
                    await self.answering.change(key, now, kept)
                    return
                await self.answering.change(key, now)
                # Perhaps it asks the bot only now; if it is known, the claim says so.
                await self.answering.take(now, kept, again=again)
            case Deleted(gone):
                # Not kept before it is done: Slack tells again, and it can be done twice.
                await self.answering.withdraw(gone)
            case incoming:
                await self.answering.take(incoming, kept, again=again)

    async def _opened(self, body: Body) -> None:
        if body["event"].get("tab") == "messages":
            await self.views.pane(body)
        else:
            await self.views.home(body)

    async def _ask(self, body: Body, kept: Kept) -> None:
        await self.answering.take(command(body), kept)

    async def _find_quotes(self, body: Body, kept: Kept) -> None:
        asked = shortcut(body)
        if asked.text:
            await self.answering.take(asked, kept)
        else:
            kept()
            await self.answering.chat.whisper(asked, said(wording.NO_TEXT()))
