"""The bot's answers to interactions → what the person who acted gets to see, in time or not."""

import time
from typing import Any

from tests.e2e.discord.messages import REPLY, Messages
from tests.e2e.discord.payloads import INTERACTION_TYPES, Payloads
from tests.e2e.discord.routes import Refused, Request, Route, invalid, unknown
from tests.e2e.discord.world import (
    EPHEMERAL,
    LOADING,
    Channel,
    Interaction,
    Json,
    Message,
    World,
)

COMMAND_ANSWER, MENU_ANSWER = 20, 23
FOLLOW_UPS = 5  # at most, of a user install where the bot isn't in the guild


class Interactions:
    """The callback of an interaction, and its webhook; used under the world's lock."""

    def __init__(self, world: World, payloads: Payloads, messages: Messages) -> None:
        self.world, self.payloads, self.messages = world, payloads, messages
        hook, one = "/webhooks/{app}/{token}", "/webhooks/{app}/{token}/messages/{message}"
        original = f"{hook}/messages/@original"
        self.routes = [
            Route("callback", "POST", "/interactions/{id}/{token}/callback", self._callback, True),
            Route("follow_up", "POST", hook, self._follow_up, True),
            Route("get_original", "GET", original, self._get_of_hook, True),
            Route("edit_original", "PATCH", original, self._edit_of_hook, True),
            Route("delete_original", "DELETE", original, self._delete_of_hook, True),
            Route("get_follow_up", "GET", one, self._get_of_hook, True),
            Route("edit_follow_up", "PATCH", one, self._edit_of_hook, True),
            Route("delete_follow_up", "DELETE", one, self._delete_of_hook, True),
        ]

    def _callback(self, request: Request) -> tuple[int, Any]:
        one = self.world.interactions.get(request.params["id"])
        if one is None or one.token != request.params["token"] or one.expired or one.error:
            raise unknown("interaction", 10062)
        if one.acked is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        kind, data = request.body.get("type"), request.body.get("data") or {}
        allowed = {"autocomplete": (8,), "component": (4, 5, 6, 7, 9), "command": (4, 5, 9)}
        allowed |= {"menu": (4, 5, 9), "modal": (4, 5, 6, 7) if one.source else (4, 5)}
        if kind not in allowed[one.kind]:
            raise invalid(f"callback type {kind} for a {one.kind}; possible: {allowed[one.kind]}")
        message: Message | None = None
        if kind == 4:
            message = self._answered(one, data)
        elif kind == 5:
            flags = (data.get("flags") or 0) & EPHEMERAL | LOADING
            message = self._answered(one, {"flags": flags}, loading=True)
        elif kind in (6, 7):
            message = self.world.messages.get(one.source)
            if message is None and kind == 7:
                raise unknown("Message", 10008)
            if message is not None and kind == 7:
                message = self.messages.rewrite(message, data)
        elif kind == 8:
            one.choices = _choices(data)
        else:
            one.modal = data
        one.acked, one.callback = time.monotonic() - one.at, kind
        one.original = message.id if message else ""
        return self._callback_answer(request, one, message)

    def _callback_answer(
        self, request: Request, one: Interaction, message: Message | None
    ) -> tuple[int, Any]:
        if request.query.get("with_response", "0") not in ("1", "true", "True"):
            return 204, None
        answer: Json = {"interaction": {"id": one.id, "type": INTERACTION_TYPES[one.kind]}}
        if message is not None:
            answer["interaction"] |= {
                "response_message_id": message.id,
                "response_message_loading": message.loading,
                "response_message_ephemeral": message.ephemeral,
            }
            if one.callback in (4, 5, 7):
                shown = self.payloads.message(message)
                # Deferring is described as type 4 too: there is no schema of its own.
                answer["resource"] = {"type": 7 if one.callback == 7 else 4, "message": shown}
        return 200, answer

    def _answered(self, one: Interaction, body: Json, *, loading: bool = False) -> Message:
        kinds = {"command": COMMAND_ANSWER, "menu": MENU_ANSWER}
        source = self.world.messages.get(one.source) if one.kind == "component" else None
        message = self.messages.compose(
            self._channel_of(one),
            body,
            interaction=one,
            type=kinds.get(one.kind, REPLY if source and not source.ephemeral else 0),
            reply_to=source.id if source and not source.ephemeral else "",
            loading=loading,
        )
        self.messages.keep(message)
        return message

    def _channel_of(self, one: Interaction) -> Channel:
        """Whoever answers an interaction needs no permissions there, but a channel."""
        if one.channel not in self.world.channels:
            raise unknown("Channel", 10003)
        return self.world.channels[one.channel]

    def _hook(self, request: Request) -> Interaction:
        token = request.params["token"]
        found = [one for one in self.world.interactions.values() if one.token == token]
        if request.params["app"] != self.world.application or not found or found[0].acked is None:
            raise unknown("Webhook", 10015)
        if found[0].expired:
            raise Refused(401, 50027, "Invalid Webhook Token")
        return found[0]

    def _of_hook(self, request: Request) -> Message:
        one = self._hook(request)
        id = request.params.get("message", one.original)
        message = self.world.messages.get(id)
        if message is None or (message.interaction != one.id and id != one.original):
            raise unknown("Message", 10008)
        return message

    def _follow_up(self, request: Request) -> tuple[int, Any]:
        one = self._hook(request)
        original = self.world.messages.get(one.original)
        if original is not None and original.interaction == one.id and original.loading:
            # The first follow-up takes the place of what was deferred, its flag ephemeral included.
            message = self.messages.rewrite(original, request.body)
        else:
            one.follow_ups += 1
            if not one.guild_installed and one.follow_ups > FOLLOW_UPS:
                text = "This interaction has reached the maximum number of follow up messages."
                raise Refused(400, 40094, text)
            answered = original if original and not original.ephemeral else None
            message = self.messages.compose(
                self._channel_of(one),
                request.body,
                interaction=one,
                type=REPLY if answered else 0,
                reply_to=answered.id if answered else "",
            )
            self.messages.keep(message)
        if request.query.get("wait", "1") in ("0", "false", "False"):
            return 204, None
        return 200, self.payloads.message(message)

    def _get_of_hook(self, request: Request) -> tuple[int, Any]:
        return 200, self.payloads.message(self._of_hook(request))

    def _edit_of_hook(self, request: Request) -> tuple[int, Any]:
        return 200, self.payloads.message(
            self.messages.rewrite(self._of_hook(request), request.body)
        )

    def _delete_of_hook(self, request: Request) -> tuple[int, Any]:
        self.messages.erase(self._of_hook(request))
        return 204, None


def _choices(data: Json) -> list[Json]:
    choices: list[Json] = data.get("choices") or []
    problems = [f"{len(choices)} choices; at most 25"] if len(choices) > 25 else []
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100 or len(str(choice["value"])) > 100:
            problems.append(
                f"a choice's name has 1 to 100 characters, its value at most 100: {choice}"
            )
    if problems:
        raise invalid(*problems)
    return choices
