"""What the bot writes, changes and deletes → the messages that people see, and its events."""

from collections.abc import Callable
from dataclasses import replace

from tests.e2e.discord import contents, permissions
from tests.e2e.discord.payloads import Payloads
from tests.e2e.discord.routes import Refused, invalid
from tests.e2e.discord.world import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Channel,
    Interaction,
    Json,
    Message,
    World,
)

REPLY = 19
SUPPRESS_EMBEDS = 1 << 2
UNKNOWN_REPLY = {
    "message_reference": {
        "_errors": [{"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}]
    }
}


class Messages:
    """Used under the world's lock; `tell` sends an event of a guild to the bot."""

    def __init__(
        self, world: World, payloads: Payloads, tell: Callable[[str, Json, str], object]
    ) -> None:
        self.world, self.payloads, self.tell = world, payloads, tell

    def compose(
        self,
        channel: Channel,
        body: Json,
        *,
        nonce: str = "",
        interaction: Interaction | None = None,
        type: int = 0,
        reply_to: str = "",
        loading: bool = False,
    ) -> Message:
        """A new message of the bot; raises Refused for a body that Discord would refuse."""
        problems = contents.problems(body, empty_is_fine=loading)
        if problems:
            raise invalid(*problems)
        replied = ""
        if reference := body.get("message_reference"):
            original = self.world.messages.get(str(reference.get("message_id")))
            if original is None or original.channel != channel.id or original.ephemeral:
                if reference.get("fail_if_not_exists", True):
                    raise Refused(400, 50035, "Invalid Form Body", errors=UNKNOWN_REPLY)
            else:
                held = permissions.held(self.world, self.world.bot, channel)
                if not held & permissions.BITS["read_message_history"]:
                    text = "Cannot reply without permission to read message history"
                    raise Refused(400, 160002, text)
                reply_to, type, replied = original.id, REPLY, original.author
        flags = body.get("flags") or 0
        whole = Message(
            id=self.world.id(),
            channel=channel.id,
            author=self.world.bot,
            content="",
            flags=flags,
            reply_to=reply_to,
            to=interaction.user if interaction and flags & EPHEMERAL else "",
            bot=True,
            interaction=interaction.id if interaction else "",
            nonce=nonce,
            type=type,
        )
        return self._with(whole, body, replied)

    def _with(self, message: Message, body: Json, replied: str = "") -> Message:
        content = (body.get("content") or "").strip()
        components = body.get("components") or []
        pings = contents.pinged(
            contents.pinging_text(content, components), body.get("allowed_mentions"), replied
        )
        return replace(
            message,
            content=content,
            embeds=contents.kept_embeds(body.get("embeds") or []),
            components=contents.kept_components(components),
            attachments=tuple(body.get("attachments") or ()),
            pings=pings,
            mentions=tuple(sorted(pings & self.world.users.keys())),
        )

    def keep(self, message: Message) -> None:
        self.world.messages[message.id] = message
        self._told("MESSAGE_CREATE", message)

    def rewrite(self, before: Message, body: Json) -> Message:
        """An edit: what is not in the body stays; raises Refused as compose does."""
        flags = before.flags & ~LOADING
        if "flags" in body:
            # Once a layout, always a layout; whether links unfurl can change.
            asked = body["flags"] or 0
            flags = flags & ~SUPPRESS_EMBEDS | asked & (COMPONENTS_V2 | SUPPRESS_EMBEDS)
        whole: Json = {
            "content": before.content,
            "embeds": list(before.embeds),
            "components": list(before.components),
            "attachments": list(before.attachments),
            **body,
            "flags": flags,
        }
        problems = contents.problems(whole)
        if problems:
            raise invalid(*problems)
        # A deferred answer's first content pings; a later edit doesn't, whatever it says.
        after = self._with(before, whole)
        if not before.loading:
            after = replace(after, pings=before.pings, mentions=before.mentions)
            after = replace(after, edited=True, edited_at=self.world.id())
        after = replace(after, flags=flags)
        self.world.messages[after.id] = after
        self._told("MESSAGE_UPDATE", after)
        return after

    def erase(self, message: Message) -> None:
        del self.world.messages[message.id]
        channel = self.world.channels[message.channel]
        data = {"id": message.id, "channel_id": channel.id}
        if not message.ephemeral and self._hears(channel):
            guild = {"guild_id": channel.guild} if channel.guild else {}
            self.tell("MESSAGE_DELETE", data | guild, channel.guild)

    def _told(self, name: str, message: Message) -> None:
        channel = self.world.channels[message.channel]
        if not message.ephemeral and self._hears(channel):
            self.tell(name, self.payloads.message_event(message), channel.guild)

    def _hears(self, channel: Channel) -> bool:
        held = permissions.held(self.world, self.world.bot, channel)
        return bool(held & permissions.BITS["view_channel"])
