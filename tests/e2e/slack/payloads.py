"""Something that happened in the localhost Slack → the payload an app gets of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.e2e.slack.messages import as_json
from tests.e2e.slack.world import Channel, Json, Message, Person, Team

# The deprecated verification token; real payloads still carry it, and nobody should trust it.
VERIFICATION_TOKEN = "XXYYZZverification"


@dataclass(frozen=True, slots=True)
class Payloads:
    """The payloads of one app in one workspace."""

    app_id: str
    team: Team

    def event(self, event: Json, event_id: str, now: float) -> Json:
        """Around an event of the Events API."""
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self.team.id,
            "context_team_id": self.team.id,
            "context_enterprise_id": self.team.enterprise or None,
            "api_app_id": self.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": self.team.enterprise or None,
                    "team_id": self.team.id,
                    "user_id": self.team.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": self.team.org_wide,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{event_id}",
        }

    def message(self, message: Message, channel: Channel, all_: Sequence[Message]) -> Json:
        return {
            **self._plain(message, all_),
            "channel": channel.id,
            "event_ts": message.ts,
            "channel_type": channel.kind,
        }

    def app_mention(self, message: Message, channel: Channel, all_: Sequence[Message]) -> Json:
        return {
            **self._plain(message, all_),
            "type": "app_mention",
            "channel": channel.id,
            "event_ts": message.ts,
        }

    def message_changed(self, message: Json, previous: Json, channel: Channel, ts: str) -> Json:
        return {
            "type": "message",
            "subtype": "message_changed",
            "message": message,
            "previous_message": previous,
            "channel": channel.id,
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
            "channel_type": channel.kind,
        }

    def message_deleted(self, previous: Json, channel: Channel, ts: str) -> Json:
        return {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": previous,
            "channel": channel.id,
            "hidden": True,
            "deleted_ts": previous["ts"],
            "ts": ts,
            "event_ts": ts,
            "channel_type": channel.kind,
        }

    def app_home_opened(
        self, user: str, channel: str, tab: str, view: Json | None, context: Json | None, ts: str
    ) -> Json:
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel,
            "tab": tab,
            "event_ts": ts,
        }
        if tab == "home" and view is not None:
            event["view"] = view
        # Without anything viewed, app_home_opened has no context at all.
        if context:
            event["context"] = context
        return event

    def app_context_changed(self, user: str, channel: str, context: Json, ts: str) -> Json:
        return {
            "type": "app_context_changed",
            "user": user,
            "channel": channel,
            "context": context,
            "event_ts": ts,
        }

    def viewing(self, channel: str) -> Json:
        """The context of somebody who looks at a channel; {} for "" """
        if not channel:
            return {}
        entity = {"type": "slack#/types/channel_id", "value": channel, "team_id": self.team.id}
        return {"entities": [entity]}

    def command(
        self,
        person: Person,
        channel: Channel,
        command: str,
        text: str,
        response_url: str,
        trigger_id: str,
    ) -> Json:
        names = {"channel": channel.name, "group": "privategroup", "im": "directmessage"}
        return {
            "token": VERIFICATION_TOKEN,
            "team_id": self.team.id,
            "team_domain": self.team.name,
            "channel_id": channel.id,
            "channel_name": names[channel.kind],
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self.app_id,
            "is_enterprise_install": "true" if self.team.org_wide else "false",
            **({"enterprise_id": self.team.enterprise} if self.team.enterprise else {}),
            "response_url": response_url,
            "trigger_id": trigger_id,
        }

    def block_actions_in_message(
        self,
        person: Person,
        channel: Channel,
        message: Message,
        all_: Sequence[Message],
        action: Json,
        response_url: str,
        trigger_id: str,
    ) -> Json:
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.to),
        }
        if message.thread:
            container["thread_ts"] = message.thread
        payload = {
            "type": "block_actions",
            **self._interaction(person, trigger_id),
            "container": container,
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "state": {"values": {}},
            "response_url": response_url,
            "actions": [action],
        }
        # What only one person sees is kept nowhere, so it can't be sent along.
        if not message.to:
            payload["message"] = self._plain(message, all_)
        return payload

    def block_actions_in_view(
        self, person: Person, view: Json, action: Json, trigger_id: str
    ) -> Json:
        return {
            "type": "block_actions",
            **self._interaction(person, trigger_id),
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "actions": [action],
        }

    def message_action(
        self,
        person: Person,
        channel: Channel,
        message: Message,
        all_: Sequence[Message],
        callback_id: str,
        response_url: str,
        trigger_id: str,
        action_ts: str,
    ) -> Json:
        return {
            "type": "message_action",
            **self._interaction(person, trigger_id),
            "callback_id": callback_id,
            "action_ts": action_ts,
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "message_ts": message.ts,
            "message": self._plain(message, all_),
            "response_url": response_url,
        }

    def _interaction(self, person: Person, trigger_id: str) -> Json:
        return {
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.team,
            },
            "api_app_id": self.app_id,
            "token": VERIFICATION_TOKEN,
            "trigger_id": trigger_id,
            # What is installed for a whole organisation is told of no workspace.
            "team": None if self.team.org_wide else {"id": self.team.id, "domain": self.team.name},
            "enterprise": {"id": self.team.enterprise, "name": "Organisation"}
            if self.team.enterprise
            else None,
            "is_enterprise_install": self.team.org_wide,
        }

    def _plain(self, message: Message, all_: Sequence[Message]) -> Json:
        return as_json(message, all_, self.team.id, self.app_id)


def _shown_name(channel: Channel) -> str:
    return {"channel": channel.name, "group": "privategroup", "im": "directmessage"}[channel.kind]
