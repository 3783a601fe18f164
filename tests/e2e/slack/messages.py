"""What is written in channels → what stands there: the port, and a memory of our own."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from tests.e2e.slack.world import Json, Message, World

TOMBSTONE: Json = {
    "user": "USLACKBOT",
    "text": "This message was deleted.",
    "blocks": (),
    "bot": "",
    "client_msg_id": "",
    "subtype": "tombstone",
}


class Messages(Protocol):
    """Where the messages of channels are kept; ephemerals are not among them."""

    def write(self, message: Message) -> Message:
        """Stores it under a ts of its own (the one it comes with is ignored)."""
        ...

    def change(self, message: Message, **changes: Any) -> Message: ...

    def remove(self, message: Message) -> None: ...

    def all(self, channel: str) -> list[Message]:
        """By time."""
        ...


@dataclass(slots=True)
class OwnMessages:
    """In memory."""

    world: World
    kept: dict[str, dict[str, Message]] = field(default_factory=dict)

    def write(self, message: Message) -> Message:
        with self.world.changed:
            written = replace(message, ts=self.world.ts())
            self.kept.setdefault(message.channel, {})[written.ts] = written
            return written

    def change(self, message: Message, **changes: Any) -> Message:
        with self.world.changed:
            changed = replace(self.kept[message.channel][message.ts], **changes)
            self.kept[message.channel][message.ts] = changed
            return changed

    def remove(self, message: Message) -> None:
        with self.world.changed:
            self.kept[message.channel].pop(message.ts, None)

    def all(self, channel: str) -> list[Message]:
        with self.world.changed:
            return sorted(self.kept.get(channel, {}).values(), key=lambda message: message.ts)


def find(messages: Messages, channel: str, ts: str) -> Message | None:
    """The message with that ts."""
    return next((message for message in messages.all(channel) if message.ts == ts), None)


def in_thread(messages: Sequence[Message], ts: str) -> list[Message]:
    """The replies, without the thread's first message."""
    return [message for message in messages if message.thread == ts and message.ts != ts]


def erase(messages: Messages, message: Message) -> None:
    """Deletes it; the first message of a thread that goes on leaves its tombstone."""
    if in_thread(messages.all(message.channel), message.ts):
        messages.change(message, **TOMBSTONE)
    else:
        messages.remove(message)


def as_json(message: Message, messages: Sequence[Message], team: str, app_id: str) -> Json:
    """As Slack shows it in payloads and answers; `messages` are those of its channel."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    shown["team"] = team
    if message.subtype == "tombstone":
        shown |= {"subtype": "tombstone", "hidden": True}
    if message.client_msg_id:
        shown["client_msg_id"] = message.client_msg_id
    if message.bot:
        shown |= {"bot_id": message.bot, "app_id": app_id}
    if message.blocks:
        shown["blocks"] = list(message.blocks)
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.ts}
    if message.thread:
        shown["thread_ts"] = message.thread
        parent = next((one for one in messages if one.ts == message.thread), None)
        if parent is not None and message.ts != message.thread:
            shown["parent_user_id"] = parent.user
    if replies := in_thread(messages, message.ts):
        people = list(dict.fromkeys(reply.user for reply in replies))
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
            "is_locked": False,
            "subscribed": False,
        }
    return shown
