"""Slack's payloads → the questions in them. Pure.

Facts: https://docs.slack.dev/reference/events, /interactivity. A mention in a channel reaches the
bot twice, as `app_mention` and as `message`; both give the same `Incoming.key`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from adapters.service.chat import FromPayload
from adapters.slack.seen_text import seen_text, written_text
from adapters.slack.text import mentions, mentions_others, plain
from bot.ask import MAX_QUESTION_CHARACTERS
from bot.asking_emoji import AskingEmoji
from bot.places import Place
from bot.threads import looks_like_a_question
from bot.unasked import asks_whoever_knows

Body = Mapping[str, Any]

# Messages of people; all other subtypes are notes of Slack's or of other bots.
_SPOKEN = (None, "file_share", "thread_broadcast")


class Way(Enum):
    """How a question was put."""

    MENTION = "mention"
    DIRECT = "direct"
    FOLLOW_UP = "follow_up"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    EVERYWHERE = "everywhere"
    BUTTON = "button"
    REACTION = "reaction"
    UNASKED = "unasked"  # a question in a channel to nobody in particular


@dataclass(frozen=True, slots=True)
class Incoming(FromPayload):
    """A question from Slack; as a payload it survives a restart.

    `message`: ts of the asking message, "" for commands; `thread`: ts of the thread to reply in, ""
    for the channel itself;
    `response_url`: where a private reply goes.
    """

    key: str
    way: Way
    enterprise: str
    team: str
    channel: str
    user: str
    text: str
    message: str = ""
    thread: str = ""
    response_url: str = ""

    @property
    def private(self) -> bool:
        """Whether only who asked sees the reply."""
        return bool(self.response_url)

    @property
    def person(self) -> str:
        """Who asks, among the people of all workspaces."""
        return f"{self.team}:{self.user}"

    @property
    def unaddressed(self) -> bool:
        """Whether it counts only where the bot has spoken before."""
        return self.way is Way.FOLLOW_UP

    @property
    def unasked(self) -> bool:
        return self.way is Way.UNASKED

    @property
    def by_name(self) -> bool:
        return self.way not in (Way.FOLLOW_UP, Way.UNASKED)

    @property
    def awaited(self) -> bool:
        return self.private

    @property
    def replies_to(self) -> str:
        """The thread's parent."""
        return self.thread if self.message and self.thread != self.message else ""

    @property
    def place(self) -> Place:
        return Place("slack", self.team, self.channel)

    @property
    def via(self) -> str:
        return self.enterprise

    @property
    def story(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that now reads otherwise; `now` is None where it no longer asks anything."""

    key: str
    now: Incoming | None


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that is gone; all that is still known of it."""

    gone: Incoming


def spoken(
    body: Body, bot_user: str, languages: Collection[str] = ()
) -> Incoming | Edited | Deleted | None:
    """What an `app_mention` or `message` event asks; None where it asks nothing. `languages`: what
    is read beside English.

    A follow-up is any question in a thread: whether the bot has spoken there is not known here.
    """
    event = body["event"]
    match event.get("subtype"):
        case "message_changed":
            return _changed(body, event, bot_user, languages)
        case "message_deleted":
            before = event.get("previous_message") or {}
            ts = str(event.get("deleted_ts") or before.get("ts") or "")
            return _deleted(body, event, ts)
        case subtype if subtype not in _SPOKEN:
            return None
    channel_type = event.get("channel_type", "")
    return _message(body, event, event["channel"], channel_type, bot_user, languages)


def reacted(body: Body, bot_user: str, emoji: AskingEmoji) -> Incoming | None:
    """What a `reaction_added` event asks: about a message that is still to be read, and not one of
    the bot's. None where it asks nothing."""
    event, item = body["event"], body["event"].get("item") or {}
    if item.get("type") != "message" or not emoji.ask(str(event.get("reaction") or "")):
        return None
    user = str(event.get("user") or "")
    if user in ("", bot_user, "USLACKBOT") or event.get("item_user") == bot_user:
        return None
    return _reacted(body, str(item["channel"]), str(item["ts"]), user)


def reaction_under(body: Body) -> Incoming:
    """What an emoji may have asked about the message that was edited or deleted."""
    event = body["event"]
    before = event.get("previous_message") or {}
    after = event.get("message") or before
    ts = str(event.get("deleted_ts") or after.get("ts") or "")
    # Who reacted isn't remembered.
    return _reacted(body, str(event["channel"]), ts, str(after.get("user") or ""))


def about(asked: Incoming, message: Body) -> Incoming:
    """A reaction, with the words of its message; none where there are none to be seen."""
    thread = message.get("thread_ts") or message["ts"]
    return replace(asked, text=_beginning(plain(seen_text(message))), thread=thread)


def _reacted(body: Body, channel: str, ts: str, user: str) -> Incoming:
    return Incoming(
        # Once a message, however many react.
        key=f"slack:reaction:{channel}:{ts}",
        way=Way.REACTION,
        enterprise=enterprise_of(body),
        team=team_of(body),
        channel=channel,
        user=user,
        text="",
        message=ts,
        thread=ts,
    )


def command(body: Body) -> Incoming:
    """The question of a slash command."""
    return _private(body, Way.COMMAND, body["channel_id"], body["user_id"], body.get("text", ""))


def shortcut(body: Body) -> Incoming:
    """The message that a person asks quotes for; no text where there is none to be seen."""
    asked = _private(
        body,
        Way.SHORTCUT,
        body["channel"]["id"],
        body["user"]["id"],
        seen_text(body["message"]),
    )
    return replace(asked, text=_beginning(asked.text))


def everywhere(body: Body, reply: str, question: str) -> Incoming:
    """The question of a follow-up, to be looked for in every story, in the same thread."""
    under = body["message"]
    return Incoming(
        key=f"slack:everywhere:{reply}",
        way=Way.EVERYWHERE,
        enterprise=enterprise_of(body),
        team=team_of(body),
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        text=question,
        thread=under.get("thread_ts") or under["ts"],
    )


def opened(body: Body) -> Incoming:
    """Whoever opened the app's home, which is no channel's."""
    return Incoming(
        key="",
        way=Way.COMMAND,
        enterprise=enterprise_of(body),
        team=team_of(body),
        channel="",
        user=body["event"]["user"],
        text="",
    )


def pressed(body: Body) -> Incoming:
    """Whoever pressed a button, as somebody to answer; there is no question in it."""
    container = body["container"]
    message = container.get("message_ts", "")
    return Incoming(
        key=f"slack:button:{body['trigger_id']}",
        way=Way.BUTTON,
        enterprise=enterprise_of(body),
        team=team_of(body),
        channel=container.get("channel_id", ""),
        user=body["user"]["id"],
        text="",
        thread=container.get("thread_ts", ""),
        response_url="" if _shown_for_good(container) else body.get("response_url", ""),
        message=message,
    )


def _shown_for_good(container: Body) -> bool:
    """Whether it is a message in a direct message: all that is said there is private anyway."""
    direct = str(container.get("channel_id", "")).startswith("D")
    return direct and not container.get("is_ephemeral")


def place_of(body: Body) -> Place:
    """Where a button was pressed or a command typed."""
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id", "")
    return Place("slack", team_of(body), channel)


def team_of(body: Body) -> str:
    """The workspace in which the app is installed, also for who speaks in a channel that it shares
    with others."""
    where, person = _installed(body), body.get("user")
    named = where.get("team_id") or (where.get("team") or {}).get("id")
    # What an organisation installed for all its workspaces may be of no one of them.
    named = named or body.get("context_team_id") or body.get("team_id")
    named = named or (person.get("team_id") if isinstance(person, Mapping) else "")
    return str(named or "")


def enterprise_of(body: Body) -> str:
    """The organisation of Enterprise Grid, "" outside of one."""
    where = _installed(body)
    return str(where.get("enterprise_id") or (where.get("enterprise") or {}).get("id") or "")


def _installed(body: Body) -> Body:
    # An event's own team_id is where it happened: in a shared channel that may be elsewhere.
    authorizations: list[Body] = body.get("authorizations") or []
    return authorizations[0] if authorizations else body


def _private(body: Body, way: Way, channel: str, user: str, text: str) -> Incoming:
    return Incoming(
        key=f"slack:{way.value}:{body['trigger_id']}",
        way=way,
        enterprise=enterprise_of(body),
        team=team_of(body),
        channel=channel,
        user=user,
        text=plain(text),
        response_url=body["response_url"],
    )


def _message(
    body: Body,
    said: Body,
    channel: str,
    channel_type: str,
    bot_user: str,
    languages: Collection[str],
) -> Incoming | None:
    user, text = said.get("user", ""), said.get("text") or written_text(said)
    if said.get("bot_id") or not user or user in (bot_user, "USLACKBOT"):
        return None
    thread = said.get("thread_ts", "")
    question = plain(text, bot_user)
    if channel_type == "im":
        way = Way.DIRECT
    elif mentions(text, bot_user):
        way = Way.MENTION
    elif thread and not mentions_others(text, bot_user) and looks_like_a_question(question):
        way = Way.FOLLOW_UP
    elif (
        not thread
        and not mentions_others(text, bot_user)
        and asks_whoever_knows(question, languages)
    ):
        way = Way.UNASKED
    else:
        return None
    if not question:
        # Who only names the bot and shares a message asks about that.
        question = _beginning(plain(seen_text(said), bot_user))
    return Incoming(
        key=_key(channel, said["ts"]),
        way=way,
        enterprise=enterprise_of(body),
        team=team_of(body),
        channel=channel,
        user=user,
        text=question,
        message=said["ts"],
        thread=thread or said["ts"],
    )


def _changed(
    body: Body, event: Body, bot_user: str, languages: Collection[str]
) -> Edited | Deleted | None:
    after, before = event["message"], event.get("previous_message") or {}
    if after.get("subtype") == "tombstone":  # deleted, but others have replied to it
        return _deleted(body, event, after["ts"])
    # Link previews and pins also arrive as changes.
    if after.get("subtype") not in _SPOKEN or after.get("text") == before.get("text"):
        return None
    channel_type = event.get("channel_type", "")
    now = _message(body, after, event["channel"], channel_type, bot_user, languages)
    return Edited(_key(event["channel"], after["ts"]), now)


def _deleted(body: Body, event: Body, ts: str) -> Deleted | None:
    if not ts:
        return None
    return Deleted(
        Incoming(
            key=_key(event["channel"], ts),
            way=Way.DIRECT if event.get("channel_type") == "im" else Way.MENTION,
            enterprise=enterprise_of(body),
            team=team_of(body),
            channel=event["channel"],
            user="",
            text="",
            message=ts,
        )
    )


def _beginning(text: str) -> str:
    """A long message asks by how it begins; its length is not the asker's doing."""
    return text[:MAX_QUESTION_CHARACTERS].strip()


def _key(channel: str, ts: str) -> str:
    return f"slack:{channel}:{ts}"
