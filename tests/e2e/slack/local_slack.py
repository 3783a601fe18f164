"""People's actions in a Slack on 127.0.0.1 → what an app gets to hear, and what people then see.

    slack = LocalSlack()             # a server on a thread of its own; slack.close() ends it
    alice = slack.add_user("alice")  # people and channels are named by their ids
    news = slack.add_channel("news", members=[alice])
    asked = slack.mention(alice, news, "who heads the command?")
    [reply] = slack.wait_for(lambda: slack.replies(asked))
    slack.press(alice, reply, "more")

The app talks to it over HTTP and WebSockets only. It is told things over the Socket Mode
connections that it has open or, after `deliver_to(url)`, by signed requests to that url.
"""

import math
import re
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from tests.e2e.slack import emulate
from tests.e2e.slack.deliveries import Delivery, Kind
from tests.e2e.slack.events import Events
from tests.e2e.slack.faults import Fault, Faults
from tests.e2e.slack.messages import Messages, OwnMessages, erase, find, in_thread
from tests.e2e.slack.payloads import VERIFICATION_TOKEN, Payloads
from tests.e2e.slack.responses import Responses
from tests.e2e.slack.server import Server
from tests.e2e.slack.signed_http import SignedHttp, encoded, signed
from tests.e2e.slack.socket_mode import Sockets
from tests.e2e.slack.typed import as_sent, escaped, rich_text
from tests.e2e.slack.web_api import ALL_SCOPES, WebApi
from tests.e2e.slack.world import Call, Channel, File, Json, Message, Person, Team, UserGroup, World

T = TypeVar("T")
Backend = Literal["ours", "emulate"]

# A right run gets nowhere near it, on however busy a machine.
PATIENCE = 300.0
# Slack's own are 3 seconds; a busy machine may take longer, and is then told again.
ACK_SECONDS = 30.0
# What an app shows only until it has something else to show in its place.
_INTERIM = re.compile(r"(?:Looking|Reading|Fetching)\b.*…")


@dataclass(frozen=True, slots=True)
class Did:
    """What a person did: where, the message that it is about (if any), what the app is told."""

    user: str
    channel: str
    deliveries: tuple[Delivery, ...]
    message: Message | None = None
    response_url: str = ""
    trigger_id: str = ""

    @property
    def ts(self) -> str:
        """Of the message."""
        assert self.message is not None, "there is no message"
        return self.message.ts

    @property
    def thread(self) -> str:
        """The ts of the thread that an answer belongs in."""
        assert self.message is not None, "there is no message"
        return self.message.thread or self.message.ts


class ChannelView:
    """What people see in a channel; ephemerals are in LocalSlack.ephemerals()."""

    def __init__(self, id: str, messages: Messages) -> None:
        self.id = id
        self._messages = messages

    @property
    def messages(self) -> list[Message]:
        """By time, thread replies among them."""
        return self._messages.all(self.id)

    @property
    def top(self) -> list[Message]:
        """Those outside of threads, and the first ones of threads."""
        return [message for message in self.messages if message.thread in ("", message.ts)]

    def thread(self, ts: str) -> list[Message]:
        """The replies in a thread, without its first message."""
        return in_thread(self.messages, ts)


class LocalSlack:
    """One workspace (more with add_workspace) in which the app is installed.

    `backend` "emulate" keeps messages in npm's emulate and lets it answer the methods that it has.
    `scopes` are what the bot's token may do, `events` what the app subscribed to ("message.im",
    "app_mention", …); None is everything. With `rate_limited`, a channel takes one chat.postMessage
    a second. Events are delivered again after `ack_timeout`, up to three times. `name`: the host of
    the addresses that it gives out.
    """

    client_id = "111.222"
    client_secret = "client-secret"
    signing_secret = "8f742231b10e8888abcd99yyyzzz85a5"

    def __init__(
        self,
        *,
        backend: Backend = "ours",
        ack_timeout: float = ACK_SECONDS,
        rate_limited: bool = False,
        scopes: Collection[str] | None = None,
        events: Collection[str] | None = None,
        name: str = "127.0.0.1",
    ) -> None:
        self.name = name
        self.world = World("A0000000001")
        self.world.events = None if events is None else frozenset(events)
        self.app_id = self.world.app_id
        self.app_token = "xapp-1-A0000000001-1-secret"
        bot_token = "xoxb-0000000001-secret"
        granted = ALL_SCOPES if scopes is None else frozenset(scopes)
        # The id that emulate gives its one workspace.
        team = Team("T000000001", "example", "U0000000BOT", "B0000000BOT", bot_token, granted)
        self.world.teams[team.id] = team
        self.team, self.bot_user, self.bot_id = team.id, team.bot_user, team.bot_id
        self._faults = Faults()
        self._server = Server(
            self.world,
            Sockets(self.world, timeout=ack_timeout),
            SignedHttp(self.signing_secret, timeout=ack_timeout),
            self._faults,
        )
        self._emulated = (
            emulate.start(self.world, team, self.client_id, self.client_secret)
            if backend == "emulate"
            else None
        )
        self._messages: Messages = self._emulated or OwnMessages(self.world)
        self._events = Events(self.world, self._messages, self._server.enqueue)
        self._server.responses = Responses(self.world, self._messages, self._events)
        self._server.elsewhere = self._emulated
        self._server.api = self._api = WebApi(
            self.world,
            self._messages,
            self.app_token,
            self.client_id,
            self.client_secret,
            connection_url=self._connection_url,
            url=lambda: self.url,
            wrote=lambda message: _ignore(self._events.written(message)),
            rewrote=lambda before, after: _ignore(self._events.edited(before, after)),
            removed=lambda message: _ignore(self._events.deleted(message)),
            rate_limited=rate_limited,
        )
        self._server.start()

    def close(self) -> None:
        """Ends the server; connections of an app that is still there are closed."""
        self._server.stop()
        if self._emulated is not None:
            self._emulated.stop()

    def __enter__(self) -> "LocalSlack":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        return f"http://{self.name}:{self._server.port}"

    @property
    def api_url(self) -> str:
        """The `base_url` of a slack_sdk client."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.world.teams[self.team].token

    @property
    def ack_timeout(self) -> float:
        """Seconds that an app has to acknowledge; 3 in the real Slack."""
        return self._server.sockets.timeout

    @ack_timeout.setter
    def ack_timeout(self, seconds: float) -> None:
        self._server.sockets.timeout = self._server.http.timeout = seconds

    @property
    def violations(self) -> list[str]:
        """Whatever the app sent that Slack would refuse or that breaks our own rules."""
        return self.world.violations

    # ---------------------------------------------------------------------- the workspace

    def add_workspace(self, name: str, enterprise: str = "") -> str:
        """The id of a further one, where the app isn't installed; one of an `enterprise` has its
        bot."""
        new = self.world.id
        fellow = next(
            (
                one
                for one in self.world.teams.values()
                if enterprise and one.enterprise == enterprise
            ),
            None,
        )
        bot = (fellow.bot_user, fellow.bot_id) if fellow else (new("UBOT"), new("B"))
        team = Team(new("T"), name, *bot, "", frozenset(), enterprise)
        self.world.teams[team.id] = team
        return team.id

    def add_user(
        self,
        name: str,
        *,
        is_admin: bool = False,
        is_owner: bool = False,
        team: str = "",
        tz: str = "Etc/UTC",
        guest: Literal["", "many", "one"] = "",
        locale: str = "en-US",
    ) -> str:
        """Of another `team`: met in channels that are shared with it."""
        id = self._emulated.add_user() if self._emulated else self.world.id("U")
        self.world.people[id] = Person(
            id, name, team or self.team, is_admin, is_owner, tz, locale, guest
        )
        return id

    def add_group(self, handle: str, *users: str, team: str = "") -> str:
        """A user group of the workspace."""
        id = self.world.id("S")
        self.world.groups[id] = UserGroup(id, team or self.team, handle, list(users))
        return id

    def add_channel(
        self,
        name: str,
        *,
        members: Sequence[str] = (),
        creator: str = "",
        private: bool = False,
        with_bot: bool = True,
        team: str = "",
    ) -> str:
        """The creator is a member too; nobody named: the first member."""
        creator = creator or (members[0] if members else self.add_user(f"creator-of-{name}"))
        of_team = self.world.teams[team or self.team]
        everyone = list(dict.fromkeys([creator, *members]))
        if with_bot:
            everyone.append(of_team.bot_user)
        id = (
            self._emulated.add_channel(name, everyone, private)
            if self._emulated
            else self.world.id("C")
        )
        self.world.channels[id] = Channel(
            id, name, of_team.id, "group" if private else "channel", creator, everyone
        )
        return id

    def direct(self, user: str) -> str:
        """The id of the user's direct message with the bot."""
        return self.world.direct(user).id

    def remove_bot(self, channel: str) -> None:
        """Somebody removes the app from the channel."""
        one = self.world.channels[channel]
        one.members.remove(self.world.teams[one.team].bot_user)

    def invite_bot(self, channel: str) -> None:
        one = self.world.channels[channel]
        one.members.append(self.world.teams[one.team].bot_user)

    def archive(self, channel: str) -> None:
        self.world.channels[channel].archived = True

    def delete_channel(self, channel: str) -> None:
        """From now on it is channel_not_found."""
        del self.world.channels[channel]

    def revoke_token(self, token: str = "") -> None:
        """The bot's token, or the one given, is invalid_auth from now on; nobody is told."""
        self._api.dead_tokens.add(token or self.bot_token)

    def restore_token(self) -> None:
        """The bot's token is valid again."""
        self._api.dead_tokens.discard(self.bot_token)

    def rotate_tokens(self, expires_in: int = 43_200) -> None:
        """The app's tokens of installations from now on are good for so many seconds."""
        self.world.expires_in = expires_in

    def spend_refresh_tokens(self) -> None:
        """None of those that were handed out is taken any more."""
        self.world.refresh_tokens.clear()

    def token_of(self, team: str) -> str:
        """The newest that the app has there."""
        return self.world.teams[team].token

    def grant(self, team: str, scopes: Collection[str] | None = None) -> str:
        """Somebody allows the installation: the code for oauth.v2.access. The id of an enterprise
        in place of a team's: for all of its workspaces."""
        if team.startswith("E"):
            code = self.world.id("code.")
            self.world.codes[code] = (team, ALL_SCOPES)
            return code
        if not any(person.team == team for person in self.world.people.values()):
            self.add_user(f"installer-of-{team}", is_admin=True, team=team)
        code = self.world.id("code.")
        self.world.codes[code] = (team, ALL_SCOPES if scopes is None else frozenset(scopes))
        return code

    # ---------------------------------------------------------------------- what people do

    def say(self, user: str, channel: str, text: str, *, thread: "Message | Did | str" = "") -> Did:
        """`text` is what they type; <@U…> and <#C…> in it are mentions that they picked."""
        return self._say(user, channel, text, thread, None)

    def mention(
        self, user: str, channel: str, text: str, *, thread: "Message | Did | str" = ""
    ) -> Did:
        """Says it to the bot: a `message` and an `app_mention` event, with two event_ids."""
        bot = self.world.teams[self.world.channels[channel].team].bot_user
        return self._say(user, channel, f"<@{bot}> {text}", thread, None)

    def dm(
        self, user: str, text: str, *, thread: "Message | Did | str" = "", viewing: str = ""
    ) -> Did:
        """A direct message to the bot, while looking at a channel or at none."""
        context = self._payloads_of(user).viewing(viewing) or None
        return self._say(user, self.direct(user), text, thread, context)

    def _say(
        self,
        user: str,
        channel: str,
        text: str,
        thread: "Message | Did | str",
        context: Json | None,
    ) -> Did:
        assert user in self.world.channels[channel].members, f"{user} is not in {channel}"
        written = self._messages.write(
            Message(
                channel=channel,
                ts="",
                user=user,
                text=as_sent(text),
                thread=_thread_of(thread),
                blocks=(rich_text(text, self.world.id("b")),),
                client_msg_id=f"{self.world.id('00000000-0000-4000-8000-00')}",
            )
        )
        told = self._events.written(written, context)
        self.world.happened()
        return Did(user, channel, tuple(told), written)

    def edit(self, message: Message | Did, text: str) -> Did:
        """The author edits a message: message_changed."""
        before = self._current(message)
        blocks = (rich_text(text, self.world.id("b")),)
        after = self._messages.change(before, text=as_sent(text), blocks=blocks, edited=True)
        told = self._events.edited(before, after)
        self.world.happened()
        return Did(after.user, after.channel, tuple(told), after)

    def delete(self, message: Message | Did) -> Did:
        """The author deletes a message: message_deleted; where it has replies, its tombstone stays
        and apps are told message_changed."""
        before = self._current(message)
        told = self._events.deleted(before)
        erase(self._messages, before)
        self.world.happened()
        return Did(before.user, before.channel, tuple(told), before)

    def react(self, user: str, message: Message | Did, name: str = "mag_right") -> Did:
        """Puts an emoji under a message, by its name: reaction_added."""
        one = self._current(message)
        members = self.world.channels[one.channel].members
        assert user in members, f"{user} is not in {one.channel}"
        told = self._events.reacted(user, one, name)
        self.world.happened()
        return Did(user, one.channel, tuple(told), one)

    def command(self, user: str, channel: str, command: str, text: str = "") -> Did:
        """A slash command, anywhere: the bot needn't be in the channel."""
        one = self.world.channels[channel]
        assert user in one.members, f"{user} is not in {channel}"
        url, trigger = self._new_response_url(channel, user), self.world.trigger(user)
        payload = self._payloads(one.team).command(
            self.world.people[user], one, command, escaped(text), url, trigger
        )
        delivery = self._tell("slash_commands", payload)
        return Did(user, channel, (delivery,), None, url, trigger)

    def press(self, user: str, on: Message | Json, action_id: str, value: str | None = None) -> Did:
        """A button in a message as it now stands, or in a home view or modal as home() and
        modals() return them. `value` tells buttons of one action_id apart, and which of
        feedback_buttons. AssertionError where the user sees no such button."""
        trigger = self.world.trigger(user)
        person = self.world.people[user]
        if not isinstance(on, Message):
            action = self._action(on["blocks"], action_id, value)
            payload = self._payloads(person.team).block_actions_in_view(person, on, action, trigger)
            delivery = self._tell("interactive", payload)
            return Did(user, "", (delivery,), None, "", trigger)
        message = self._current(on)
        channel = self.world.channels[message.channel]
        assert user in channel.members, f"{user} is not in {channel.id}"
        assert message.to in ("", user), f"{user} doesn't see it"
        action = self._action(message.blocks, action_id, value)
        key = self.world.response_url(channel.id, user, message, message.thread)
        payload = self._payloads(channel.team).block_actions_in_message(
            person,
            channel,
            message,
            self._messages.all(channel.id),
            action,
            self._response_url(key),
            trigger,
        )
        delivery = self._tell("interactive", payload)
        return Did(user, channel.id, (delivery,), message, payload["response_url"], trigger)

    def shortcut(self, user: str, message: Message | Did, callback_id: str) -> Did:
        """A message shortcut, from the menu of a message."""
        one = self._current(message)
        channel = self.world.channels[one.channel]
        url, trigger = self._new_response_url(channel.id, user), self.world.trigger(user)
        payload = self._payloads(channel.team).message_action(
            self.world.people[user],
            channel,
            one,
            self._messages.all(channel.id),
            callback_id,
            url,
            trigger,
            self.world.ts(),
        )
        delivery = self._tell("interactive", payload)
        return Did(user, channel.id, (delivery,), one, url, trigger)

    def open_home(
        self, user: str, tab: Literal["home", "messages"] = "home", *, viewing: str = ""
    ) -> Did:
        """Opens the app's home, or its messages (the agent's pane), while looking at a channel."""
        payloads, channel = self._payloads_of(user), self.direct(user)
        event = payloads.app_home_opened(
            user,
            channel,
            tab,
            self.world.homes.get(user),
            payloads.viewing(viewing),
            self.world.ts(),
        )
        told = self._events.told(payloads.team.id, "app_home_opened", event)
        return Did(user, channel, tuple(told))

    def change_context(self, user: str, viewing: str = "") -> Did:
        """Goes on to look at another channel, or at none, while the agent's pane is open."""
        payloads, channel = self._payloads_of(user), self.direct(user)
        event = payloads.app_context_changed(
            user, channel, payloads.viewing(viewing), self.world.ts()
        )
        told = self._events.told(payloads.team.id, "app_context_changed", event)
        return Did(user, channel, tuple(told))

    def uninstall(self, team: str = "") -> Did:
        """The token dies, and the app is told tokens_revoked and app_uninstalled."""
        one = self.world.teams[team or self.team]
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [one.bot_user]}}
        told = self._events.told(one.id, "tokens_revoked", revoked)
        told += self._events.told(one.id, "app_uninstalled", {"type": "app_uninstalled"})
        self._api.dead_tokens.add(one.token)
        return Did("", "", tuple(told))

    # ------------------------------------------------------------------ how the app is told

    def deliver_to(self, url: str | None) -> None:
        """Everything goes to this url from now on; None: back to Socket Mode."""
        self._server.http.url = url

    def deliver(self, what: Delivery | Did, times: int = 1) -> list[Delivery]:
        """The same payloads again, event_ids and all, as Slack does when an ack got lost."""
        originals = list(what.deliveries) if isinstance(what, Did) else [what]
        return [self._tell(one.kind, one.payload) for one in originals for _ in range(times)]

    def post(
        self,
        payload: Json,
        *,
        kind: Kind = "events_api",
        secret: str | None = None,
        timestamp: int | None = None,
        signature: str | None = None,
    ) -> int:
        """One request to the app's url, never repeated: the status of its answer. Signed with
        another secret, at another time, or with a made-up signature where given."""
        body, content_type = encoded(kind, payload)
        at = int(time.time()) if timestamp is None else timestamp
        headers = signed(body, content_type, secret or self.signing_secret, at, signature)
        return self._server.submit(self._server.http.post(body, headers, 10.0))[0]

    def url_verification(self) -> str:
        """Slack checks the url when it is set: the challenge as the app sent it back, or ""."""
        challenge = self.world.id("challenge")
        payload = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        body, content_type = encoded("events_api", payload)
        headers = signed(body, content_type, self.signing_secret, int(time.time()))
        status, answer = self._server.submit(self._server.http.post(body, headers, 10.0))
        sent = answer.get("challenge") if isinstance(answer, dict) else answer
        return str(sent) if status == 200 and sent == challenge else ""

    def ssl_check(self) -> int:
        """Slack checks the certificate of a command's url: the status of the answer."""
        payload = {"ssl_check": "1", "token": VERIFICATION_TOKEN}
        return self.post(payload, kind="slash_commands")

    @property
    def sockets(self) -> int:
        """How many Socket Mode connections are open and in use."""
        return sum(not socket.draining for socket in self._server.sockets.open)

    def wait_for_socket(self, count: int = 1, timeout: float = PATIENCE) -> None:
        """Until that many connections are open."""
        self.wait_for(lambda: self.sockets >= count, timeout)

    def refresh_sockets(self, reason: str = "refresh_requested", *, warning: bool = False) -> None:
        """Asks the app to connect anew; a second later the old connections end."""
        self._server.spawn(self._server.sockets.refresh(reason, warning))

    def drop_sockets(self) -> None:
        """The connections end without a closing frame."""
        self._server.submit(self._server.sockets.drop())

    def freeze_sockets(self) -> None:
        """The connections stay open, but nothing comes through any more, not even pongs."""
        self._server.submit(self._server.sockets.freeze())

    def refuse_sockets(self, seconds: float) -> None:
        """apps.connections.open and new connections get 503 for a while; 0 ends that."""
        self._server.sockets.refused_until = time.monotonic() + seconds

    # ------------------------------------------------------------------------------ faults

    def fail(
        self,
        method: str,
        times: int = 1,
        *,
        status: int = 200,
        error: str = "",
        retry_after: int | None = None,
        after_effect: bool = False,
        drop: bool = False,
    ) -> None:
        """The next calls of a Web API method, of "response_url", or of any ("*"), fail. Status 200
        with an `error` is ok:false; `drop` closes the connection; `after_effect`: what was to be
        done is done, and only the answer is lost."""
        if status == 429 and not error:
            error = "ratelimited"
        self._faults.add(method, Fault(status, error, retry_after, after_effect, drop), times)

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """The next calls take that long, then succeed."""
        self._faults.add(method, Fault(seconds=seconds), times)

    def look_at_files(self, times: int) -> None:
        """So many blocks with a file uploaded from now on are refused, while Slack looks at it."""
        self.world.files_refused = times

    def expire_response_urls(self) -> None:
        """As after thirty minutes."""
        with self.world.changed:
            for url in self.world.response_urls.values():
                url.until = 0.0

    def expire_triggers(self) -> None:
        """As after three seconds."""
        with self.world.changed:
            for trigger in self.world.triggers.values():
                trigger.until = 0.0

    # ------------------------------------------------------- what people see, what happened

    def channel(self, channel: str) -> ChannelView:
        return ChannelView(channel, self._messages)

    def message(self, channel: str, ts: str) -> Message | None:
        """As it stands now, ephemerals included; None once it is deleted."""
        with self.world.changed:
            private = [m for m in self.world.ephemerals if (m.channel, m.ts) == (channel, ts)]
        return private[0] if private else find(self._messages, channel, ts)

    def replies(self, to: Message | Did) -> list[Message]:
        """What the bot wrote in the thread after the message."""
        one = to.message if isinstance(to, Did) else to
        assert one is not None, "there is no message"
        thread = in_thread(self._messages.all(one.channel), one.thread or one.ts)
        return [message for message in thread if message.bot and message.ts > one.ts]

    def ephemerals(self, user: str, channel: str = "") -> list[Message]:
        """What only this person sees in the end: not that an app is looking for something."""
        with self.world.changed:
            return [
                one
                for one in self.world.ephemerals
                if one.to == user
                and channel in ("", one.channel)
                and not _INTERIM.fullmatch(one.text)
            ]

    def home(self, user: str) -> Json | None:
        """The home view that was published for the user."""
        return self.world.homes.get(user)

    def modals(self, user: str) -> list[Json]:
        """The modals that are open."""
        with self.world.changed:
            return [view for owner, view in self.world.modals.values() if owner == user]

    def status(self, channel: str, thread: str) -> str:
        """The status line under a thread, "" for none; it ends when the bot writes there."""
        return self.world.status.get((channel, thread), "")

    @property
    def statuses(self) -> list[tuple[str, str, str]]:
        """(channel, thread, status), every one there was; "" where it ended."""
        return list(self.world.statuses)

    def prompts(self, channel: str) -> Json | None:
        """{"title": …, "prompts": […]} of a direct message."""
        return self.world.prompts.get(channel)

    def errors_shown(self, user: str) -> list[str]:
        """What Slack itself told the user: operation_timeout (no ack in time), dispatch_failed."""
        with self.world.changed:
            return [error for person, error in self.world.errors_shown if person == user]

    @property
    def files(self) -> list[File]:
        """What the app has uploaded."""
        with self.world.changed:
            return list(self.world.files.values())

    @property
    def calls(self) -> list[Call]:
        """Everything the app asked for, in order."""
        with self.world.changed:
            return list(self.world.calls)

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that the app was told, in order."""
        with self.world.changed:
            return list(self._server.deliveries)

    @property
    def acks(self) -> list[float]:
        """Seconds until acknowledged of every attempt to deliver; infinite where it wasn't."""
        return [
            math.inf if attempt.seconds is None else attempt.seconds
            for delivery in self.deliveries
            for attempt in delivery.attempts
        ]

    def wait_for(self, predicate: Callable[[], T], timeout: float = PATIENCE) -> T:
        """Its first truthy value; AssertionError, with what happened meanwhile, without one."""
        end = time.monotonic() + timeout
        while True:
            value = predicate()
            if value:
                return value
            if time.monotonic() > end:
                recent = [f"{call.method} {call.status} {call.error}" for call in self.calls[-12:]]
                raise AssertionError(
                    f"not within {timeout} s; {self.sockets} sockets; the last calls: {recent}; "
                    f"violations: {self.violations}"
                )
            with self.world.changed:
                self.world.changed.wait(0.05)

    def settle(self, quiet: float = 0.3, timeout: float = PATIENCE) -> None:
        """Until every delivery is over, no request of the app is under way, nobody is shown that
        an app is looking for something and nothing has happened for `quiet` seconds."""
        self.wait_for(
            lambda: (
                all(delivery.over for delivery in self.deliveries)
                and not any(_INTERIM.fullmatch(one.text) for one in self.world.ephemerals)
                and not self._server.under_way
                and time.monotonic() - self.world.last_happened >= quiet
            ),
            timeout,
        )

    # ------------------------------------------------------------------------------ inside

    def _tell(self, kind: Kind, payload: Json) -> Delivery:
        delivery = Delivery(kind, payload)
        self._server.enqueue(delivery)
        return delivery

    def _payloads(self, team: str) -> Payloads:
        return Payloads(self.app_id, self.world.teams[team])

    def _payloads_of(self, user: str) -> Payloads:
        return self._payloads(self.world.people[user].team)

    def _connection_url(self) -> str:
        return f"ws://{self.name}:{self._server.port}/link?ticket={self._server.sockets.ticket()}"

    def _response_url(self, key: str) -> str:
        return f"{self.url}/response/{key}"

    def _new_response_url(self, channel: str, user: str) -> str:
        return self._response_url(self.world.response_url(channel, user))

    def _current(self, message: Message | Did) -> Message:
        one = message.message if isinstance(message, Did) else message
        assert one is not None, "there is no message"
        now = self.message(one.channel, one.ts)
        assert now is not None, f"the message is gone: {one}"
        return now

    def _action(self, blocks: Sequence[Json], action_id: str, value: str | None) -> Json:
        seen = []
        for block in blocks:
            for element in [*block.get("elements", ()), block.get("accessory") or {}]:
                if "action_id" not in element:
                    continue
                for chosen in _choices(element):
                    seen.append((element["action_id"], chosen.get("value")))
                    if element["action_id"] == action_id and value in (None, chosen.get("value")):
                        return _pressed(block, element, chosen, self.world.ts())
        raise AssertionError(f"no button {action_id!r} with value {value!r}; there are {seen}")


def _choices(element: Json) -> list[Json]:
    if element["type"] == "feedback_buttons":
        return [element["positive_button"], element["negative_button"]]
    return [element]


def _pressed(block: Json, element: Json, chosen: Json, ts: str) -> Json:
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "text": {"emoji": True, **chosen["text"]},
        "action_ts": ts,
    }
    if "value" in chosen:
        action["value"] = chosen["value"]
    return action


def _thread_of(thread: Message | Did | str) -> str:
    if isinstance(thread, str):
        return thread
    if isinstance(thread, Did):
        return thread.thread
    return thread.thread or thread.ts


def _ignore(_: Any) -> None:
    """For callbacks whose result nobody needs."""
