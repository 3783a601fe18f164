"""npm's emulate, where Node and it are installed → messages kept by it, and methods it answers.

It is a Slack Web API by others. It has no Socket Mode, commands or interactivity, takes any token
and any block, and lets everybody write everywhere: all that stays ours, and is checked before it is
asked.
"""

import http.client
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.e2e.slack.messages import find
from tests.e2e.slack.web_api import Refused, WebApi
from tests.e2e.slack.world import Json, Message, Team, World
from tests.patience import PATIENCE

INSTALLED = Path(sys.prefix) / "emulate" / "node_modules" / "emulate" / "dist" / "api.js"
SCRIPT = Path(__file__).with_name("emulate_slack.mjs")
# People can't be added while it runs, so there are some from the start.
PEOPLE = 16
ANSWERED = {
    "auth.test",
    "chat.delete",
    "chat.getPermalink",
    "chat.postEphemeral",
    "chat.postMessage",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.members",
    "conversations.open",
    "conversations.replies",
}


def missing() -> str:
    """Why it can't be used here, "" where it can."""
    if shutil.which("node") is None:
        return "there is no node here"
    return "" if INSTALLED.exists() else "npm's emulate is not installed beside this Python"


def start(world: World, team: Team, client_id: str, client_secret: str) -> "Emulated":
    """A process of its own; end it with stop()."""
    node = shutil.which("node")
    assert node is not None, missing()
    command = [node, str(SCRIPT), str(INSTALLED), json.dumps(_seed(team, client_id, client_secret))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    emulated = Emulated(world, team, process, port)
    world.new_direct = emulated.open_direct
    return emulated


def _seed(team: Team, client_id: str, client_secret: str) -> Json:
    people = [f"person{number}" for number in range(PEOPLE)]
    app = {
        "client_id": client_id,
        "client_secret": client_secret,
        "app_id": "A0000000001",
        "name": "Pullquote",
        "redirect_uris": [],
        "scopes": sorted(team.scopes),
        "bot_id": team.bot_id,
        "bot_user_id": team.bot_user,
        "bot_name": "pullquote",
    }
    bot_token = {
        "token": team.token,
        "type": "bot",
        "user_id": team.bot_user,
        "app_id": "A0000000001",
        "bot_id": team.bot_id,
        "bot_user_id": team.bot_user,
    }
    return {
        "slack": {
            "team": {"name": team.name, "domain": team.name},
            "users": [{"name": name} for name in people],
            "oauth_apps": [app],
            "tokens": [bot_token, *({"token": _token(name), "user": name} for name in people)],
        }
    }


def _token(name: str) -> str:
    return f"xoxp-{name}"


@dataclass(slots=True)
class Emulated:
    """Messages and Elsewhere in one: whatever it stored is what people see and the app gets."""

    world: World
    team: Team
    process: subprocess.Popen[str]
    port: int
    tokens: dict[str, str] = field(default_factory=dict)
    threads: dict[str, set[str]] = field(default_factory=dict)
    graves: dict[str, list[Message]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    # ------------------------------------------------------------------------ the workspace

    def add_user(self) -> str:
        assert len(self.tokens) < PEOPLE, f"emulate has {PEOPLE} people"
        token = _token(f"person{len(self.tokens)}")
        user = str(self._ask("auth.test", {}, token)["user_id"])
        self.tokens[user] = token
        return user

    def add_channel(self, name: str, members: list[str], private: bool) -> str:
        creator, *others = members
        asked = {"name": name, "is_private": private}
        created = self._ask("conversations.create", asked, self.tokens[creator])
        channel = str(created["channel"]["id"])
        if others:
            invited = {"channel": channel, "users": ",".join(others)}
            self._ask("conversations.invite", invited, self.tokens[creator])
        return channel

    def open_direct(self, user: str) -> str:
        opened = self._ask("conversations.open", {"users": self.team.bot_user}, self.tokens[user])
        return str(opened["channel"]["id"])

    # ----------------------------------------------------------------------------- messages

    def write(self, message: Message) -> Message:
        asked: Json = {
            "channel": message.channel,
            "text": message.text,
            "blocks": list(message.blocks),
            "client_msg_id": message.client_msg_id,
        }
        if message.thread:
            asked["thread_ts"] = message.thread
        answer = self._ask("chat.postMessage", asked, self._token_of(message.user))
        return self._read(answer["message"], message.channel)

    def change(self, message: Message, **changes: Any) -> Message:
        if changes.get("subtype"):
            # It has no tombstones: what stays of a thread's first message is kept here.
            self.remove(message)
            grave = replace(message, **changes)
            self.graves.setdefault(message.channel, []).append(grave)
            return grave
        asked = {"channel": message.channel, "ts": message.ts, "text": changes["text"]}
        if "blocks" in changes:
            asked["blocks"] = list(changes["blocks"])
        answer = self._ask("chat.update", asked, self._token_of(message.user))
        return self._read(answer["message"], message.channel)

    def remove(self, message: Message) -> None:
        asked = {"channel": message.channel, "ts": message.ts}
        self._ask("chat.delete", asked, self._token_of(message.user))

    def all(self, channel: str) -> list[Message]:
        token = next(
            self.tokens[one] for one in self.world.channels[channel].members if one in self.tokens
        )
        asked = {"channel": channel, "limit": 1000}
        shown = self._ask("conversations.history", asked, token)["messages"]
        threads = {one["ts"] for one in shown if one.get("reply_count")}
        for ts in threads | self.threads.get(channel, set()):
            asked = {"channel": channel, "ts": ts}
            shown += self._ask("conversations.replies", asked, token)["messages"]
        read = {one["ts"]: self._read(one, channel) for one in shown}
        read |= {grave.ts: grave for grave in self.graves.get(channel, [])}
        return sorted(read.values(), key=lambda message: message.ts)

    # ---------------------------------------------------------------------- what it answers

    def has(self, method: str) -> bool:
        return method in ANSWERED

    def answer(self, api: WebApi, method: str, args: Json, token: str) -> Json:
        """Raises Refused, for our own reasons or its."""
        team = api.check(method, args, token)
        assert team is not None
        about = api.preflight(method, args, team)
        answer = self._ask(method, args, token)
        effect: dict[str, Callable[[], None]] = {
            "chat.postMessage": lambda: self._posted(api, answer),
            "chat.postEphemeral": lambda: self._posted_ephemeral(args, answer),
            "chat.update": lambda: self._updated(api, about),
            "chat.delete": lambda: self._deleted(api, about),
        }
        effect.get(method, lambda: None)()
        return answer

    def _posted(self, api: WebApi, answer: Json) -> None:
        message = self._read(answer["message"], answer["channel"])
        api.quiet_status(message)
        api.wrote(message)

    def _posted_ephemeral(self, args: Json, answer: Json) -> None:
        shown = {**args, "ts": answer["message_ts"], "user": self.team.bot_user}
        message = self._read(shown, args["channel"])
        with self.world.changed:
            self.world.ephemerals.append(replace(message, to=args["user"]))

    def _updated(self, api: WebApi, before: Message | None) -> None:
        assert before is not None
        after = find(self, before.channel, before.ts)
        assert after is not None
        api.rewrote(before, after)

    def _deleted(self, api: WebApi, before: Message | None) -> None:
        assert before is not None
        api.removed(before)

    # ------------------------------------------------------------------------------- inside

    def _token_of(self, user: str) -> str:
        return self.team.token if user == self.team.bot_user else self.tokens[user]

    def _read(self, shown: Json, channel: str) -> Message:
        thread = shown.get("thread_ts") or ""
        if thread:
            self.threads.setdefault(channel, set()).add(thread)
        blocks = enumerate(shown.get("blocks") or ())
        return Message(
            channel=channel,
            ts=shown["ts"],
            user=shown["user"],
            text=shown["text"],
            thread=thread,
            # It gives blocks no ids of their own.
            blocks=tuple({"block_id": f"b{place}", **block} for place, block in blocks),
            bot=self.team.bot_id if shown["user"] == self.team.bot_user else "",
            edited="edited" in shown,
            metadata=shown.get("metadata"),
            unfurl=(shown.get("unfurl_links"), shown.get("unfurl_media")),
            client_msg_id=shown.get("client_msg_id") or "",
        )

    def _ask(self, method: str, args: Json, token: str) -> Json:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        # One of its own each time: node ends those that were idle for five seconds.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, PATIENCE)
        with self._lock, closing(connection):
            connection.request("POST", f"/api/{method}", json.dumps(args), headers)
            answer: Json = json.loads(connection.getresponse().read())
        if not answer["ok"]:
            raise Refused(answer["error"], by="emulate", method=method)
        return answer
