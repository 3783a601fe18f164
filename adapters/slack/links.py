"""What somebody wrote in Slack → the web addresses in it. Pure."""

import html
import re
from collections.abc import Mapping
from typing import Any

from adapters.service.linked_notices import Linking
from adapters.slack.incoming import Body, enterprise_of, team_of
from bot.places import Place

# As Slack writes what it takes for an address: <https://paper.example/1|paper.example/1>.
_ADDRESS = re.compile(r"<(https?://[^<>|\s]{1,4000})(?:\|[^<>]*)?>")
_SPOKEN = (None, "file_share", "thread_broadcast")


def addresses(message: Mapping[str, Any]) -> tuple[str, ...]:
    """In the order in which they stand there, each once."""
    text = str(message.get("text") or "")
    found = [html.unescape(one) for one in _ADDRESS.findall(text)]
    found += [
        str(one["from_url"])
        for one in message.get("attachments") or ()
        if isinstance(one, Mapping) and one.get("from_url")
    ]
    return tuple(dict.fromkeys(found))


def linking(body: Body, bot_user: str) -> Linking | None:
    """A message of a person's in a channel that links somewhere; in a direct message people ask."""
    event = body["event"]
    user, channel = event.get("user", ""), str(event.get("channel", ""))
    if (
        event.get("type") != "message"
        or event.get("subtype") not in _SPOKEN
        or event.get("bot_id")
        or not user
        or user in (bot_user, "USLACKBOT")
        or event.get("channel_type") not in ("channel", "group", "mpim")
    ):
        return None
    urls = addresses(event)
    if not urls:
        return None
    place = Place("slack", team_of(body), channel)
    return Linking(
        place, str(event["ts"]), urls, enterprise_of(body), str(event.get("thread_ts", ""))
    )
