"""The manifest that people paste: what Slack's reference allows, and what the code needs.

Limits: docs.slack.dev/reference/app-manifest and github.com/slackapi/manifest-schema.
"""

from typing import Any

import yaml
from jsonschema import Draft202012Validator

from adapters.slack.manifest import PATH, Manifest, manifest

TEXT = PATH.read_text(encoding="utf-8")


def words(longest: int, pattern: str = ".") -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


def exactly(**properties: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def some(items: Any, most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most, "uniqueItems": True}


YES, NO = {"const": True}, {"const": False}
COMMAND = exactly(
    command=words(32, r"^/[a-z]+$"),
    description=words(2000),
    usage_hint=words(1000),
    should_escape=NO,
)
COMMAND["required"].remove("usage_hint")
REFERENCE = exactly(
    display_information=exactly(
        name=words(35),
        description=words(140),
        long_description={**words(4000), "minLength": 175},
        background_color=words(7, "^#([0-9a-f]{3}){1,2}$"),
    ),
    features=exactly(
        app_home=exactly(
            home_tab_enabled=YES, messages_tab_enabled=YES, messages_tab_read_only_enabled=NO
        ),
        bot_user=exactly(display_name=words(80), always_online=YES),
        agent_view=exactly(
            agent_description=words(300),
            suggested_prompts=some(exactly(title=words(75), message=words(2000)), 4),
        ),
        slash_commands=some(COMMAND, 50),
        shortcuts=some(
            exactly(
                name=words(24),
                type={"const": "message"},
                callback_id=words(255),
                description=words(150),
            ),
            10,
        ),
    ),
    oauth_config=exactly(scopes=exactly(bot=some(words(50), 255))),
    settings=exactly(
        event_subscriptions=exactly(bot_events=some(words(50), 100)),
        interactivity=exactly(is_enabled=YES),
        org_deploy_enabled=NO,
        socket_mode_enabled=YES,
        token_rotation_enabled=NO,
    ),
)

# https://docs.slack.dev/reference/events: what each subscription needs.
NEEDED_BY_EVENTS = {
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "app_context_changed": {"assistant:write"},
    "app_home_opened": set(),
    "app_uninstalled": set(),
    "tokens_revoked": set(),
    "reaction_added": {"reactions:read"},
}


def test_slack_takes_the_manifest_as_it_is() -> None:
    problems = [error.message for error in Draft202012Validator(REFERENCE).iter_errors(read())]
    assert problems == []


def test_a_name_that_slack_would_refuse_is_noticed() -> None:
    longer = read()
    longer["features"]["shortcuts"][0]["name"] = "Find quotes for this message"
    longer["features"]["assistant_view"] = {}
    assert len(list(Draft202012Validator(REFERENCE).iter_errors(longer))) == 2


def test_the_app_may_hear_every_event_it_subscribes_to_and_no_more_is_asked_of_people() -> None:
    assert manifest().events == set(NEEDED_BY_EVENTS)
    for_events = set().union(*NEEDED_BY_EVENTS.values())
    for_methods = {
        "chat:write",  # chat.postMessage, postEphemeral, update, delete
        "channels:read",  # conversations.info
        "groups:read",
        "im:read",
        "mpim:read",
        "usergroups:read",  # usergroups.list, usergroups.users.list
        "users:read",  # users.info
        "files:write",  # files.getUploadURLExternal, files.completeUploadExternal
        "im:write",  # conversations.open
        "assistant:write",  # assistant.threads.setStatus, setSuggestedPrompts
    }
    assert manifest().scopes == for_events | for_methods | {"commands"}


def test_people_get_the_commands_and_the_shortcut_that_the_readme_promises() -> None:
    assert manifest() == Manifest(
        commands=frozenset(
            "/ask /stories /timeline /said /follow /unfollow /following /track /untrack "
            "/pullquote".split()
        ),
        shortcuts=frozenset(("find_quotes",)),
        scopes=manifest().scopes,
        events=manifest().events,
    )


def test_scopes_and_events_are_in_order_so_that_changes_are_seen() -> None:
    for listed in (
        read()["oauth_config"]["scopes"]["bot"],
        read()["settings"]["event_subscriptions"]["bot_events"],
    ):
        assert listed == sorted(listed)


def test_someone_who_wants_http_mode_finds_every_change_above_the_manifest() -> None:
    comment = "".join(line for line in TEXT.splitlines(True) if line.startswith("#"))
    assert [
        key
        for key in (
            "settings.socket_mode_enabled: false",
            "settings.event_subscriptions.request_url: https://news.example/slack/events",
            "settings.interactivity.request_url: https://news.example/slack/events",
            "features.slash_commands",
            "oauth_config.redirect_urls: [https://news.example/slack/oauth_redirect]",
        )
        if key not in comment
    ] == []


def read() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(TEXT)
    return content
