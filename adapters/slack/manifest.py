"""manifest.yaml → what the Slack app is made to offer and allowed to do."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("manifest.yaml")


@dataclass(frozen=True, slots=True)
class Manifest:
    """`commands` with their slash, `shortcuts` by callback id, `events` as Slack subscribes them:
    `message.channels` where the event's type is `message`."""

    commands: frozenset[str]
    shortcuts: frozenset[str]
    scopes: frozenset[str]
    events: frozenset[str]


@cache
def manifest() -> Manifest:
    """The manifest that ships with Pullquote."""
    read = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    features, settings = read["features"], read["settings"]
    return Manifest(
        commands=frozenset(each["command"] for each in features["slash_commands"]),
        shortcuts=frozenset(each["callback_id"] for each in features["shortcuts"]),
        scopes=frozenset(read["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings["event_subscriptions"]["bot_events"]),
    )
