"""What became of messages in the localhost Slack → the events that the app is told."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.e2e.slack.deliveries import Delivery
from tests.e2e.slack.messages import TOMBSTONE, Messages, as_json, in_thread
from tests.e2e.slack.payloads import Payloads
from tests.e2e.slack.world import Channel, Json, Message, World

OF_KIND = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


@dataclass(slots=True)
class Events:
    """`enqueue` delivers. Each method returns what it enqueued; nothing where the bot isn't there,
    where the app didn't subscribe, or where it isn't installed."""

    world: World
    messages: Messages
    enqueue: Callable[[Delivery], None]

    def written(self, message: Message, context: Json | None = None) -> list[Delivery]:
        """A mention in a channel is two events, a `message` and an `app_mention`, each with an
        event_id of its own; a direct message is only ever a `message`."""
        channel = self.world.channels[message.channel]
        payloads, all_ = self._payloads(channel), self.messages.all(channel.id)
        event = payloads.message(message, channel, all_)
        if context is not None and channel.kind == "im":
            event["app_context"] = context
        told = self._told(channel, OF_KIND[channel.kind], event)
        mention = f"<@{payloads.team.bot_user}>" in message.text and not message.bot
        if mention and channel.kind != "im":
            event = payloads.app_mention(message, channel, all_)
            told += self._told(channel, "app_mention", event)
        return told

    def edited(self, before: Message, after: Message) -> list[Delivery]:
        channel = self.world.channels[after.channel]
        payloads = self._payloads(channel)
        event = payloads.message_changed(
            self._shown(after), self._shown(before), channel, self.world.ts()
        )
        return self._told(channel, OF_KIND[channel.kind], event)

    def deleted(self, before: Message) -> list[Delivery]:
        """The first message of a thread that goes on isn't deleted for apps but changed, into a
        tombstone."""
        channel = self.world.channels[before.channel]
        payloads, previous = self._payloads(channel), self._shown(before)
        if in_thread(self.messages.all(channel.id), before.ts):
            grave = replace(before, **TOMBSTONE, thread=before.ts)
            event = payloads.message_changed(self._shown(grave), previous, channel, self.world.ts())
        else:
            event = payloads.message_deleted(previous, channel, self.world.ts())
        return self._told(channel, OF_KIND[channel.kind], event)

    def reacted(self, user: str, message: Message, name: str) -> list[Delivery]:
        """Somebody put an emoji under a message."""
        channel = self.world.channels[message.channel]
        event: Json = {
            "type": "reaction_added",
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": channel.id, "ts": message.ts},
            "item_user": message.user,
            "event_ts": self.world.ts(),
        }
        return self._told(channel, "reaction_added", event)

    def told(self, team: str, name: str, event: Json) -> list[Delivery]:
        """An event of no channel."""
        if not self.world.wants(name) or not self.world.teams[team].token:
            return []
        payloads = Payloads(self.world.app_id, self.world.teams[team])
        payload = payloads.event(event, self.world.id("Ev"), self.world.clock())
        delivery = Delivery("events_api", payload)
        self.enqueue(delivery)
        return [delivery]

    def _told(self, channel: Channel, name: str, event: Json) -> list[Delivery]:
        return self.told(channel.team, name, event) if self.world.bot_in(channel) else []

    def _payloads(self, channel: Channel) -> Payloads:
        return Payloads(self.world.app_id, self.world.teams[channel.team])

    def _shown(self, message: Message) -> Json:
        team = self.world.channels[message.channel].team
        return as_json(message, self.messages.all(message.channel), team, self.world.app_id)
