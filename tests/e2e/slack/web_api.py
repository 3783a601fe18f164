"""A Web API method and its arguments → its answer, and what it changes in the localhost Slack.

Each method is a check, which raises Refused with Slack's error code, and an effect. Where the real
effect belongs to another server (see emulate.py), only the checks are ours.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.e2e.slack.block_kit import MAX_CHARACTERS, MAX_PROMPTS, characters, violations_of
from tests.e2e.slack.files import Files
from tests.e2e.slack.messages import Messages, as_json, erase, find, in_thread
from tests.e2e.slack.world import Channel, Json, Message, Person, Team, World

ALL_SCOPES = frozenset(
    "app_mentions:read assistant:write channels:history channels:read chat:write commands "
    "files:write groups:history groups:read im:history im:read im:write mpim:history "
    "reactions:read team:read usergroups:read users:read".split()
)
# Which scope a method needs; for conversations it depends on their kind.
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "bots.info": "users:read",
    "team.info": "team:read",
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
}
OF_KIND = {"channel": "channels", "group": "groups", "im": "im"}
CHECKED = {"chat.postMessage", "chat.postEphemeral", "chat.update"}
# What the SDK sends beside a message; no part of what is checked.
TRANSPORT = {"token", "team_id", "as_user", "link_names", "mrkdwn", "parse", "client_msg_id"}
JSON_ARGUMENTS = {"blocks", "files", "view", "metadata", "prompts", "loading_messages"}
BOOLEANS = {
    "unfurl_links",
    "unfurl_media",
    "include_all_metadata",
    "include_disabled",
    "inclusive",
    "reply_broadcast",
}
MAX_TEXT = 40_000


class Refused(Exception):
    """The call is answered with ok:false and this code."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error, **more}


@dataclass(slots=True)
class WebApi:
    """Every method; `wrote`, `rewrote` and `removed` hear of what became of the app's messages."""

    world: World
    messages: Messages
    app_token: str
    client_id: str
    client_secret: str
    connection_url: Callable[[], str]
    url: Callable[[], str]
    wrote: Callable[[Message], None]
    rewrote: Callable[[Message, Message], None]
    removed: Callable[[Message], None]
    rate_limited: bool = False
    dead_tokens: set[str] = field(default_factory=set)
    _posted: dict[str, float] = field(default_factory=dict)

    def knows(self, method: str) -> bool:
        return method in self._methods()

    def answer(self, method: str, args: Json, token: str) -> Json:
        """Raises Refused."""
        with self.world.changed:
            team = self.check(method, args, token)
            return {"ok": True, **self._methods()[method](args, team)}

    def check(self, method: str, args: Json, token: str) -> Team | None:
        """The workspace of the token, None where there is none. Raises Refused."""
        if method not in self._methods():
            raise Refused("unknown_method", req_method=method)
        if method in ("api.test", "oauth.v2.access"):
            return None
        if not token:
            raise Refused("not_authed")
        if method == "apps.connections.open":
            self._check_app_token(token)
            return None
        team = self._team_of(token, args)
        if token == self.app_token:
            raise Refused("not_allowed_token_type")
        if team is None or token in self.dead_tokens:
            raise Refused("invalid_auth")
        self._check_scope(method, args, team)
        if method in CHECKED or method.startswith("views."):
            self._check_blocks(method, args, team)
        return team

    def preflight(self, method: str, args: Json, team: Team) -> Message | None:
        """The checks of a method whose effect is another server's; the message it is about, if
        there is one. Raises Refused."""
        match method:
            case "chat.postMessage":
                self._writable(args, team)
            case "chat.postEphemeral":
                self._in_sight(args, team)
            case "chat.update":
                return self._own(args, team, "cant_update_message")
            case "chat.delete":
                return self._own(args, team, "cant_delete_message")
            case "conversations.history":
                self._readable(args, team)
            case "conversations.replies":
                self._asked_thread(args, team)
            case "conversations.open":
                self._person(args.get("users"), team)
            case "chat.getPermalink" | "conversations.info" | "conversations.members":
                self._channel(args, team)
        return None

    def too_fast(self, method: str, args: Json, now: float) -> int:
        """Seconds to wait, where messages come faster than Slack allows; else 0."""
        if not self.rate_limited or method != "chat.postMessage":
            return 0
        channel = str(args.get("channel"))
        if now - self._posted.get(channel, -10.0) < 1.0:
            return 1
        self._posted[channel] = now
        return 0

    # ------------------------------------------------------------------------------- checks

    def _team_of(self, token: str, args: Json) -> Team | None:
        """An organisation's token is one for many: what is asked for says in which workspace."""
        teams = [one for one in self.world.teams.values() if one.token == token]
        if len(teams) < 2:
            return teams[0] if teams else None
        channel = self.world.channels.get(str(args.get("channel") or args.get("channel_id")))
        named = str(args.get("user") or args.get("users") or args.get("user_id") or "")
        person = self.world.people.get(named)
        team = (channel and channel.team) or (person and person.team) or args.get("team_id")
        return next((one for one in teams if one.id == team), teams[0])

    def _check_app_token(self, token: str) -> None:
        if token in self.dead_tokens:
            raise Refused("invalid_auth")
        if token != self.app_token:
            known = any(team.token == token for team in self.world.teams.values())
            raise Refused("not_allowed_token_type" if known else "invalid_auth")

    def _check_scope(self, method: str, args: Json, team: Team) -> None:
        needed = SCOPES.get(method)
        if method in ("conversations.history", "conversations.replies"):
            needed = f"{self._kind(args)}:history"
        elif method in ("conversations.info", "conversations.members"):
            needed = f"{self._kind(args)}:read"
        elif method == "users.conversations":
            needed = "channels:read"
        if needed and needed not in team.scopes:
            provided = ",".join(sorted(team.scopes))
            raise Refused("missing_scope", needed=needed, provided=provided)

    def _kind(self, args: Json) -> str:
        channel = self.world.channels.get(str(args.get("channel")))
        return OF_KIND[channel.kind if channel else "channel"]

    def _check_blocks(self, method: str, args: Json, team: Team) -> None:
        sent, surface = {k: v for k, v in args.items() if k not in TRANSPORT}, method
        if method.startswith("views."):
            view = args.get("view")
            sent = view if isinstance(view, dict) else {}
            surface = "modal" if sent.get("type") == "modal" else "home"
        found = violations_of(sent, surface)
        self.world.violations += [f"{method}: {one}" for one in found]
        blocks = sent.get("blocks") or []
        if method.startswith("chat.post") and not sent.get("text") and not blocks:
            raise Refused("no_text")
        if len(str(sent.get("text") or "")) > MAX_TEXT:
            raise Refused("msg_too_long")
        if isinstance(blocks, list) and characters(blocks) > MAX_CHARACTERS:
            raise Refused("msg_blocks_too_long")
        wrong = [one for one in found if "[/blocks" in one or surface in ("home", "modal")]
        wrong += Files(self.world).refused_in(blocks if isinstance(blocks, list) else (), team.id)
        if wrong:
            said = [f"[ERROR] {one}".replace("[/", "[json-pointer:/") for one in wrong]
            error = "invalid_arguments" if surface in ("home", "modal") else "invalid_blocks"
            raise Refused(error, errors=wrong, response_metadata={"messages": said})

    def _channel(self, args: Json, team: Team, key: str = "channel") -> Channel:
        """The conversation, if the bot may know of it."""
        name = str(args.get(key) or "")
        if name in self.world.people and self.world.people[name].team == team.id:
            return self.world.direct(name)
        channel = self.world.channels.get(name)
        if channel is None or channel.team != team.id:
            raise Refused("channel_not_found")
        if channel.kind != "channel" and team.bot_user not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def _writable(self, args: Json, team: Team) -> Channel:
        channel = self._channel(args, team)
        if channel.archived:
            raise Refused("is_archived")
        if team.bot_user not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def _readable(self, args: Json, team: Team) -> Channel:
        if args.get("channel") in self.world.people:
            raise Refused("channel_not_found")  # only posting takes a person for their messages
        channel = self._channel(args, team)
        if team.bot_user not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def _in_sight(self, args: Json, team: Team) -> Channel:
        channel = self._writable(args, team)
        if str(args.get("user")) not in channel.members:
            raise Refused("user_not_in_channel")
        return channel

    def _asked_thread(self, args: Json, team: Team) -> list[Message]:
        """The ts of a reply gives that reply only; the first message's gives the thread."""
        ts, messages = str(args.get("ts")), self.messages.all(self._readable(args, team).id)
        thread = [one for one in messages if ts in (one.ts, one.thread)]
        if not thread:
            raise Refused("thread_not_found")
        return thread

    def _own(self, args: Json, team: Team, refusal: str) -> Message:
        channel = self._channel(args, team)
        message = find(self.messages, channel.id, str(args.get("ts")))
        if message is None:
            raise Refused("message_not_found")
        if message.bot != team.bot_id:
            raise Refused(refusal)
        if channel.archived:
            raise Refused("is_archived")
        return message

    def _person(self, user: object, team: Team) -> Person:
        person = self.world.people.get(str(user))
        if person is None or person.team != team.id:
            raise Refused("user_not_found")
        return person

    # ------------------------------------------------------------------------------ methods

    def _methods(self) -> Mapping[str, Callable[[Json, Any], Json]]:
        return {
            "api.test": lambda args, team: {"args": args},
            "apps.connections.open": lambda args, team: {"url": self.connection_url()},
            "assistant.threads.setStatus": self._set_status,
            "assistant.threads.setSuggestedPrompts": self._set_prompts,
            "assistant.threads.setTitle": self._set_title,
            "auth.test": self._auth_test,
            "bots.info": self._bots_info,
            "chat.delete": self._delete,
            "chat.getPermalink": self._permalink,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.info": self._info,
            "conversations.members": self._members,
            "conversations.open": self._open,
            "conversations.replies": self._replies,
            "files.completeUploadExternal": self._complete_upload,
            "files.getUploadURLExternal": self._upload_url,
            "oauth.v2.access": self._oauth,
            "team.info": self._team_info,
            "usergroups.list": self._usergroups,
            "usergroups.users.list": self._usergroup_users,
            "users.conversations": self._users_conversations,
            "users.info": self._users_info,
            "views.open": self._views_open,
            "views.publish": self._views_publish,
            "views.update": self._views_update,
        }

    def _auth_test(self, args: Json, team: Team) -> Json:
        return {
            "url": f"https://{team.name}.slack.com/",
            "team": team.name,
            "user": "pullquote",
            "team_id": team.id,
            "user_id": team.bot_user,
            "bot_id": team.bot_id,
            "enterprise_id": team.enterprise or None,
            "is_enterprise_install": team.org_wide,
        }

    def _bots_info(self, args: Json, team: Team) -> Json:
        if args.get("bot") not in (None, team.bot_id):
            raise Refused("bot_not_found")
        return {
            "bot": {
                "id": team.bot_id,
                "deleted": False,
                "name": "pullquote",
                "app_id": self.world.app_id,
                "user_id": team.bot_user,
                "icons": {},
            }
        }

    def _team_info(self, args: Json, team: Team) -> Json:
        return {"team": {"id": team.id, "name": team.name, "domain": team.name}}

    def _post(self, args: Json, team: Team) -> Json:
        channel = self._writable(args, team)
        message = self.messages.write(self.composed(args, team, channel))
        self.quiet_status(message)
        self.wrote(message)
        shown = self._shown(message, team)
        return {"channel": channel.id, "ts": message.ts, "message": shown}

    def composed(self, args: Json, team: Team, channel: Channel) -> Message:
        """What the arguments of chat.postMessage say, not yet written."""
        thread = str(args.get("thread_ts") or "")
        parent = find(self.messages, channel.id, thread) if thread else None
        if parent is not None and parent.thread not in ("", parent.ts):
            self.world.violations.append("chat.postMessage: thread_ts is that of a reply")
            thread = parent.thread
        if parent is None:
            # What answers a message that is gone lands in the channel itself.
            others = in_thread(self.messages.all(channel.id), thread) if thread else []
            thread = thread if others else ""
        return Message(
            channel=channel.id,
            ts="",
            user=team.bot_user,
            text=str(args.get("text") or ""),
            thread=thread,
            blocks=tuple(_with_ids(args.get("blocks") or (), self.world)),
            bot=team.bot_id,
            metadata=args.get("metadata"),
            unfurl=(args.get("unfurl_links"), args.get("unfurl_media")),
        )

    def quiet_status(self, message: Message) -> None:
        """A status ends as soon as the app writes in the thread."""
        thread = message.thread or message.ts
        if self.world.status.pop((message.channel, thread), ""):
            self.world.statuses.append((message.channel, thread, ""))

    def _post_ephemeral(self, args: Json, team: Team) -> Json:
        channel = self._in_sight(args, team)
        message = replace(
            self.composed(args, team, channel), to=str(args["user"]), ts=self.world.ts()
        )
        self.world.ephemerals.append(message)
        return {"message_ts": message.ts}

    def _update(self, args: Json, team: Team) -> Json:
        before = self._own(args, team, "cant_update_message")
        changes: Json = {"edited": True}
        if "text" in args:
            changes["text"] = str(args["text"])
        if "blocks" in args:
            changes["blocks"] = tuple(_with_ids(args["blocks"] or (), self.world))
        if "metadata" in args:
            changes["metadata"] = args["metadata"]
        if len(changes) == 1:
            raise Refused("no_text")
        after = self.messages.change(before, **changes)
        self.rewrote(before, after)
        shown = self._shown(after, team)
        return {"channel": after.channel, "ts": after.ts, "text": after.text, "message": shown}

    def _delete(self, args: Json, team: Team) -> Json:
        message = self._own(args, team, "cant_delete_message")
        erase(self.messages, message)
        self.removed(message)
        return {"channel": message.channel, "ts": message.ts}

    def _permalink(self, args: Json, team: Team) -> Json:
        channel = self._channel(args, team)
        message = find(self.messages, channel.id, str(args.get("message_ts")))
        if message is None:
            raise Refused("message_not_found")
        link = f"https://{team.name}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
        if message.thread:
            link += f"?thread_ts={message.thread}&cid={channel.id}"
        return {"channel": channel.id, "permalink": link}

    def _history(self, args: Json, team: Team) -> Json:
        channel = self._readable(args, team)
        messages = [one for one in self.messages.all(channel.id) if one.thread in ("", one.ts)]
        page = self._page(list(reversed(_between(messages, args))), args)
        return self._listed(page, args, team)

    def _replies(self, args: Json, team: Team) -> Json:
        thread = self._asked_thread(args, team)
        return self._listed(self._page(_between(thread, args), args), args, team)

    def _listed(self, page: tuple[list[Message], str], args: Json, team: Team) -> Json:
        messages, cursor = page
        shown = []
        for message in messages:
            one = self._shown(message, team)
            if message.metadata and args.get("include_all_metadata"):
                one["metadata"] = message.metadata
            shown.append(one)
        answer: Json = {"messages": shown, "has_more": bool(cursor)}
        if cursor:
            answer["response_metadata"] = {"next_cursor": cursor}
        return answer

    def _page(self, messages: list[Message], args: Json) -> tuple[list[Message], str]:
        start = int(str(args.get("cursor") or "0"))
        end = start + int(args.get("limit") or 100)
        return messages[start:end], str(end) if end < len(messages) else ""

    def _info(self, args: Json, team: Team) -> Json:
        return {"channel": self._shown_channel(self._channel(args, team), team)}

    def _shown_channel(self, channel: Channel, team: Team) -> Json:
        shown: Json = {
            "id": channel.id,
            "created": 1700000000,
            "creator": channel.creator,
            "is_archived": channel.archived,
            "is_channel": channel.kind == "channel",
            "is_group": channel.kind == "group",
            "is_im": channel.kind == "im",
            "is_mpim": False,
            "is_private": channel.kind != "channel",
            "is_member": team.bot_user in channel.members,
            "is_general": False,
            "context_team_id": team.id,
        }
        if channel.kind == "im":
            return shown | {"user": next(one for one in channel.members if one != team.bot_user)}
        return shown | {"name": channel.name, "name_normalized": channel.name}

    def _members(self, args: Json, team: Team) -> Json:
        return {
            "members": list(self._channel(args, team).members),
            "response_metadata": {"next_cursor": ""},
        }

    def _open(self, args: Json, team: Team) -> Json:
        person = self._person(args.get("users"), team)
        return {"channel": {"id": self.world.direct(person.id).id}}

    def _users_conversations(self, args: Json, team: Team) -> Json:
        user = str(args.get("user") or team.bot_user)
        types = str(args.get("types") or "public_channel").split(",")
        kinds = {"public_channel": "channel", "private_channel": "group", "im": "im"}
        wanted = {kinds[one] for one in types if one in kinds}
        return {
            "channels": [
                self._shown_channel(channel, team)
                for channel in self.world.channels.values()
                if user in channel.members
                and channel.kind in wanted
                and (channel.kind == "channel" or team.bot_user in channel.members)
            ],
            "response_metadata": {"next_cursor": ""},
        }

    def _users_info(self, args: Json, team: Team) -> Json:
        if args.get("user") == team.bot_user:
            person = Person(team.bot_user, "pullquote", team.id, False, False)
        else:
            person = self._known_person(args.get("user"), team)
        return {
            "user": {
                "id": person.id,
                "team_id": person.team,
                "name": person.name,
                "deleted": False,
                "real_name": person.name.title(),
                "tz": person.tz,
                **({"locale": person.locale} if _is_true(args.get("include_locale")) else {}),
                "profile": {"real_name": person.name.title(), "display_name": person.name},
                "is_admin": person.is_admin or person.is_owner,
                "is_owner": person.is_owner,
                "is_primary_owner": False,
                "is_restricted": bool(person.guest),
                "is_ultra_restricted": person.guest == "one",
                "is_stranger": person.team != team.id,
                "is_bot": person.id == team.bot_user,
                "is_app_user": False,
            }
        }

    def _known_person(self, user: object, team: Team) -> Person:
        """One of the workspace, or of another one in a channel that they share."""
        person = self.world.people.get(str(user))
        here = [one for one in self.world.channels.values() if one.team == team.id]
        if person is None or (
            person.team != team.id and not any(person.id in one.members for one in here)
        ):
            raise Refused("user_not_found")
        return person

    def _usergroups(self, args: Json, team: Team) -> Json:
        if team.org_wide and not args.get("team_id"):
            raise Refused("missing_argument")
        here = [one for one in self.world.groups.values() if one.team == team.id]
        shown = [
            {"id": one.id, "team_id": one.team, "handle": one.handle, "name": one.handle.title()}
            for one in here
        ]
        return {"usergroups": shown}

    def _usergroup_users(self, args: Json, team: Team) -> Json:
        group = self.world.groups.get(str(args.get("usergroup")))
        if group is None or group.team != team.id:
            raise Refused("no_such_subteam")
        return {"users": list(group.users)}

    # -------------------------------------------------------------------------------- files

    def _upload_url(self, args: Json, team: Team) -> Json:
        return _taken(Files(self.world).begin(args, team.id, self.url()))

    def _complete_upload(self, args: Json, team: Team) -> Json:
        if args.get("channel_id"):
            self._writable({"channel": args["channel_id"]}, team)
        done = _taken(Files(self.world).complete(args, team.id))
        if args.get("channel_id"):
            said = {"text": args.get("initial_comment"), "thread_ts": args.get("thread_ts")}
            channel = self._writable({"channel": args["channel_id"]}, team)
            message = self.composed(said | {"unfurl_links": False}, team, channel)
            shared = tuple(str(one["id"]) for one in done["files"])
            self.wrote(self.messages.write(replace(message, files=shared)))
        return done

    # -------------------------------------------------------------------------------- views

    def _views_publish(self, args: Json, team: Team) -> Json:
        person = self._person(args.get("user_id"), team)
        before = self.world.homes.get(person.id)
        if before and args.get("hash") and args["hash"] != before["hash"]:
            raise Refused("hash_conflict")
        view = self._stored_view(args["view"], team, before["id"] if before else None)
        self.world.homes[person.id] = view
        return {"view": view}

    def _views_open(self, args: Json, team: Team) -> Json:
        trigger = self.world.triggers.get(str(args.get("trigger_id")))
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.world.clock() > trigger.until:
            raise Refused("expired_trigger_id")
        trigger.used = True
        view = self._stored_view(args["view"], team, None)
        self.world.modals[view["id"]] = (trigger.user, view)
        return {"view": view}

    def _views_update(self, args: Json, team: Team) -> Json:
        user, before = self.world.modals.get(str(args.get("view_id")), ("", None))
        if before is None:
            raise Refused("not_found")
        if args.get("hash") and args["hash"] != before["hash"]:
            raise Refused("hash_conflict")
        view = self._stored_view(args["view"], team, before["id"])
        self.world.modals[view["id"]] = (user, view)
        return {"view": view}

    def _stored_view(self, view: Json, team: Team, view_id: str | None) -> Json:
        view_id = view_id or self.world.id("V")
        return {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
            "title": None,
            **view,
            "id": view_id,
            "team_id": team.id,
            "app_id": self.world.app_id,
            "app_installed_team_id": team.id,
            "bot_id": team.bot_id,
            "root_view_id": view_id,
            "previous_view_id": None,
            "state": {"values": {}},
            "hash": self.world.ts(),
            "blocks": _with_ids(view["blocks"], self.world),
        }

    # --------------------------------------------------------------------------- assistants

    def _set_status(self, args: Json, team: Team) -> Json:
        channel, thread = self._thread(args, team)
        status = str(args.get("status") or "")
        self.world.status[(channel.id, thread)] = status
        self.world.statuses.append((channel.id, thread, status))
        return {}

    def _set_prompts(self, args: Json, team: Team) -> Json:
        # With agent_view there needn't be a thread: the prompts stand above the conversation.
        channel = (
            self._thread(args, team)[0]
            if args.get("thread_ts")
            else self._channel(args, team, "channel_id")
        )
        prompts = args.get("prompts")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= MAX_PROMPTS:
            raise Refused("invalid_arguments")
        for prompt in prompts:
            if set(prompt) != {"title", "message"} or not all(map(str.strip, prompt.values())):
                raise Refused("invalid_arguments")
        self.world.prompts[channel.id] = {"title": args.get("title"), "prompts": prompts}
        return {}

    def _set_title(self, args: Json, team: Team) -> Json:
        channel, thread = self._thread(args, team)
        self.world.titles[(channel.id, thread)] = str(args.get("title"))
        return {}

    def _thread(self, args: Json, team: Team) -> tuple[Channel, str]:
        channel = self._channel(args, team, "channel_id")
        thread = str(args.get("thread_ts") or "")
        if find(self.messages, channel.id, thread) is None:
            raise Refused("invalid_thread_ts")
        return channel, thread

    # -------------------------------------------------------------------------------- OAuth

    def _oauth(self, args: Json, team: None) -> Json:
        if args.get("client_id") != self.client_id:
            raise Refused("invalid_client_id")
        if args.get("client_secret") != self.client_secret:
            raise Refused("bad_client_secret")
        if args.get("grant_type") == "refresh_token":
            # Good once.
            whose = self.world.refresh_tokens.pop(str(args.get("refresh_token")), "")
            if not whose:
                raise Refused("invalid_refresh_token")
            scopes = self._installed(whose)[0].scopes
        else:
            whose, scopes = self.world.codes.pop(str(args.get("code")), ("", frozenset[str]()))
            if not whose:
                raise Refused("invalid_code")
        teams, expires = self._installed(whose), self.world.expires_in
        token = self.world.id("xoxe.xoxb-" if expires else "xoxb-")
        for each in teams:
            each.scopes, each.token, each.org_wide = scopes, token, whose.startswith("E")
        installed, answer = teams[0], {}
        if expires:
            refresh = self.world.id("xoxe-")
            self.world.refresh_tokens[refresh] = whose
            answer = {"refresh_token": refresh, "expires_in": expires}
        enterprise = {"id": installed.enterprise, "name": "Organisation"}
        return {
            "app_id": self.world.app_id,
            "authed_user": {"id": next((p.id for p in self._people_of(installed.id)), "W1")},
            "scope": ",".join(sorted(scopes)),
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": installed.bot_user,
            "team": None if installed.org_wide else {"id": installed.id, "name": installed.name},
            "enterprise": enterprise if installed.enterprise else None,
            "is_enterprise_install": installed.org_wide,
            **answer,
        }

    def _installed(self, whose: str) -> list[Team]:
        """One workspace, or all of an organisation."""
        if whose.startswith("E"):
            return [one for one in self.world.teams.values() if one.enterprise == whose]
        return [self.world.teams[whose]]

    def _people_of(self, team: str) -> Iterable[Person]:
        return (person for person in self.world.people.values() if person.team == team)

    def _shown(self, message: Message, team: Team) -> Json:
        return as_json(message, self.messages.all(message.channel), team.id, self.world.app_id)


def _taken(answer: Json | str) -> Json:
    if isinstance(answer, str):
        raise Refused(answer)
    return answer


def _with_ids(blocks: Iterable[Json], world: World) -> list[Json]:
    """Slack gives a block_id to each block that comes without."""
    return [
        block if "block_id" in block else {**block, "block_id": world.id("b")} for block in blocks
    ]


def _between(messages: list[Message], args: Json) -> list[Message]:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    if args.get("inclusive"):
        return [one for one in messages if oldest <= float(one.ts) <= latest]
    return [one for one in messages if oldest < float(one.ts) < latest]


def parsed(args: Mapping[str, str]) -> Json:
    """The arguments of a form as they were meant. Raises Refused."""
    meant: Json = dict(args)
    for name in JSON_ARGUMENTS & meant.keys():
        try:
            meant[name] = json.loads(meant[name])
        except ValueError:
            raise Refused(f"invalid_{name}_format") from None
    for name in BOOLEANS & meant.keys():
        meant[name] = meant[name].lower() in ("1", "true")
    return meant


def _is_true(value: Any) -> bool:
    """As a form sends it."""
    return str(value).casefold() in ("1", "true")
