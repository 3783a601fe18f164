"""What an app sends to a response_url, or back with an acknowledgement → what people then see."""

from dataclasses import dataclass, replace
from typing import Any

from tests.e2e.slack.block_kit import violations_of
from tests.e2e.slack.deliveries import Delivery
from tests.e2e.slack.events import Events
from tests.e2e.slack.files import Files
from tests.e2e.slack.messages import Messages, erase
from tests.e2e.slack.world import RESPONSE_URL_USES, Json, Message, ResponseUrl, World


@dataclass(slots=True)
class Responses:
    """No membership is needed for either way; that is what they are for."""

    world: World
    messages: Messages
    events: Events

    def posted(self, key: str, body: Any) -> tuple[int, str]:
        """The HTTP status and Slack's word for what became of it."""
        with self.world.changed:
            url = self.world.response_urls.get(key)
            if url is None:
                return 404, "no_service"
            if self.world.clock() > url.until:
                return 404, "expired_url"
            if url.uses >= RESPONSE_URL_USES:
                return 404, "used_url"
            if not isinstance(body, dict):
                return 400, "invalid_payload"
            if refusal := self._refusal(body, "response_url"):
                return 400, refusal
            team = self.world.channels[url.channel].team
            if Files(self.world).refused_in(body.get("blocks") or (), team):
                return 404, "invalid_blocks"  # github.com/slackapi/java-slack-sdk/issues/1349
            url.uses += 1
            self.show(url, body)
            return 200, ""

    def acknowledged(self, delivery: Delivery) -> None:
        """What came back with the acknowledgement of a command is shown at once."""
        sent = delivery.response
        if delivery.kind != "slash_commands" or not sent:
            return
        body = {"text": sent} if isinstance(sent, str) else sent
        with self.world.changed:
            if not self._refusal(body, "acknowledgement"):
                key = delivery.payload["response_url"].rsplit("/", 1)[1]
                self.show(self.world.response_urls[key], body)

    def show(self, url: ResponseUrl, body: Json) -> None:
        """Replaces or deletes the original, or shows something new."""
        if body.get("delete_original"):
            self._delete(url)
        elif body.get("replace_original") and url.original is not None:
            self._replace(url, body)
        else:
            self._add(url, body)

    def _refusal(self, body: Json, where: str) -> str:
        found = violations_of(body, "response")
        self.world.violations += [f"{where}: {one}" for one in found]
        if not body.get("delete_original") and not body.get("text") and not body.get("blocks"):
            return "no_text"
        return "invalid_blocks" if any("[/blocks" in one for one in found) else ""

    def _delete(self, url: ResponseUrl) -> None:
        original = url.original
        if original is None:
            return
        if original.to:
            self.world.ephemerals = [one for one in self.world.ephemerals if one.ts != original.ts]
        else:
            erase(self.messages, original)
            self.events.deleted(original)
        url.original = None

    def _replace(self, url: ResponseUrl, body: Json) -> None:
        assert url.original is not None
        changes: Json = {"text": body.get("text") or "", "blocks": self._blocks(body)}
        if url.original.to:
            after = replace(url.original, **changes)
            self.world.ephemerals = [
                after if one.ts == after.ts else one for one in self.world.ephemerals
            ]
        else:
            after = self.messages.change(url.original, **changes, edited=True)
            self.events.edited(url.original, after)
        url.original = after

    def _add(self, url: ResponseUrl, body: Json) -> None:
        team = self.world.teams[self.world.channels[url.channel].team]
        public = body.get("response_type") == "in_channel"
        message = Message(
            channel=url.channel,
            ts=self.world.ts(),
            user=team.bot_user,
            text=body.get("text") or "",
            thread=body.get("thread_ts") or "",
            blocks=self._blocks(body),
            bot=team.bot_id,
            to="" if public else url.user,
            unfurl=(body.get("unfurl_links"), body.get("unfurl_media")),
        )
        if public:
            message = self.messages.write(message)
            self.events.written(message)
        else:
            self.world.ephemerals.append(message)
        # The first thing shown is what a later replace_original means.
        url.original = url.original or message

    def _blocks(self, body: Json) -> tuple[Json, ...]:
        return tuple(
            {"block_id": self.world.id("b"), **block} for block in body.get("blocks") or ()
        )
