"""A page that was opened or a window that was asked for → what is shown there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.caller import Callers
from adapters.slack.clients import NotInstalled, code_of
from adapters.slack.incoming import Body, Incoming, enterprise_of, opened, team_of
from adapters.slack.rendering import home_of, modal_of, plain_summary
from adapters.slack.responses import Make, Responses, failed
from adapters.slack.wording import LOADING, NOT_OPENED
from bot.commands.command import Work
from bot.commands.stories import home
from bot.documents.tree import said
from bot.language import speaking
from bot.places import Place
from bot.safe_text import cut, one_line
from bot.suggestions import Suggested, Suggestions
from bot.workers import Workers
from retrieval.event_logger import EventLogger

_PROMPT_TITLE = 75

_log = EventLogger()


@dataclass(frozen=True, slots=True)
class Views:
    """The App Home, the prompts of the agent's pane, and windows."""

    responses: Responses
    callers: Callers
    run_in: Mapping[Work, Workers]
    suggestions: Suggestions

    async def home(self, body: Body) -> None:
        """Publishes the home page of who opened it."""
        person, conversation = body["event"]["user"], self.callers.opened
        enterprise, team = enterprise_of(body), team_of(body)
        own = await self.callers.locales.language(enterprise, team, person)
        with speaking(self.callers.readers.one(own)):
            try:
                if kept_out := await self.callers.gate.refusal(opened(body)):
                    document = said(kept_out)
                else:
                    document = await self.run_in[Work.BOOK].run(lambda: home(conversation))
            except Exception as error:
                document = failed(error, "home")
            client = await self.callers.clients.patient(enterprise, team)
            await client.views_publish(user_id=person, view=home_of(document))

    async def pane(self, body: Body) -> None:
        """Suggests questions in the agent's pane: of the channel that is open beside it."""
        event = body["event"]
        pane = Place("slack", team_of(body), event.get("channel", ""))
        if not pane.channel:
            return
        viewed = _viewed_channel(event)
        beside = Place("slack", team_of(body), viewed) if viewed else pane
        found = await self.run_in[Work.ANSWER].run(lambda: self._suggested(pane, beside))
        if found:
            client = await self.callers.clients.patient(enterprise_of(body), team_of(body))
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=pane.channel,
                prompts=[
                    {
                        "title": cut(one_line(one.question), _PROMPT_TITLE),
                        "message": plain_summary(one_line(one.question)),
                    }
                    for one in found
                ],
            )

    def _suggested(self, pane: Place, beside: Place) -> Sequence[Suggested]:
        """Of stories that may be spoken of in the pane, too: there the answer comes."""
        opened = self.callers.opened
        titles = {story.title for story in opened.desk().stories(pane).values()}
        return [one for one in self.suggestions.at(beside, opened.now()) if one.title in titles]

    async def window(self, body: Body, by: Incoming, make: Make, title: str) -> None:
        """Opens a window at once, since a trigger lives 3 seconds, and fills it then; whatever goes
        wrong is said in it, or to who wanted it."""
        in_hand = self.responses.answering.in_hand
        in_hand.add(by.key)
        try:
            await self._window(body, by, make, title)
        finally:
            in_hand.discard(by.key)

    async def _window(self, body: Body, by: Incoming, make: Make, title: str) -> None:
        loading = modal_of(said(LOADING()), title)
        try:
            client = await self.callers.clients.once(by.enterprise, by.team)
            opened = await client.views_open(trigger_id=body["trigger_id"], view=loading)
        except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled) as error:
            # Slack tells a press that was delivered before: its window is open.
            if _code(error) != "exchanged_trigger_id":
                await self._not_opened(by, error)
            return
        try:
            document = await make()
        except Exception as error:
            document = failed(error, by.key)
        try:
            patient = await self.callers.clients.patient(by.enterprise, by.team)
            await patient.views_update(view_id=opened["view"]["id"], view=modal_of(document, title))
        except (SlackClientError, aiohttp.ClientError, OSError, NotInstalled) as error:
            await self._not_opened(by, error)

    async def _not_opened(self, by: Incoming, error: Exception) -> None:
        _log.warning("window_not_opened", key=by.key, reason=_code(error))
        await self.responses.whisper(by, said(NOT_OPENED()))


def _code(error: Exception) -> str:
    return code_of(error) if isinstance(error, SlackApiError) else type(error).__name__


def _viewed_channel(event: Mapping[str, Any]) -> str:
    """The channel beside the agent's pane; "" where none is named."""
    entities = (event.get("context") or {}).get("entities") or ()
    for entity in entities:
        if entity.get("type") == "slack#/types/channel_id":
            return str(entity.get("value", ""))
    return ""
