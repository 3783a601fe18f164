"""The catalog → where the app is installed, and which tokens could not be refreshed; no token."""

from datetime import UTC, datetime

from adapters.service.checks import Check
from adapters.slack.installations import INSTALL_PATH, newest_bots
from adapters.slack.token_rotation import installed
from adapters.storage.database import Database
from adapters.storage.slack_tokens import StoredSlackTokens

_PART = "Slack workspaces"
_MOST_NAMED = 5


def installed_check(database: Database, client_id: str, public_url: str, now: datetime) -> Check:
    """Raises CatalogError."""
    bots = newest_bots(database, client_id)
    troubles = StoredSlackTokens(database, client_id).troubles()
    expired, failing = list[str](), list[str]()
    for bot in bots:
        name = bot.team_name or bot.enterprise_name or bot.team_id or bot.enterprise_id or "?"
        ends = bot.bot_token_expires_at
        if ends is not None and ends <= now.timestamp():
            since = datetime.fromtimestamp(ends, UTC)
            expired.append(f"{name} (its token expired {since:%Y-%m-%d %H:%M} UTC)")
        if trouble := troubles.get(installed(bot)):
            failing.append(f"{name} ({trouble.why}, {trouble.at:%Y-%m-%d %H:%M} UTC)")
    wide = sum(1 for bot in bots if bot.is_enterprise_install)
    rotating = sum(1 for bot in bots if bot.bot_token_expires_at is not None)
    state = f"installed in {len(bots)}"
    if wide:
        state += f", of which {wide} for a whole organisation"
    if rotating:
        state += f"; tokens of {rotating} expire and are refreshed"
    if failing:
        return Check(
            _PART,
            False,
            f"{state}; not refreshed: {_named(failing)}",
            f"unless Slack was only away, install the app there again: {public_url}{INSTALL_PATH}",
        )
    if expired:
        return Check(
            _PART,
            False,
            f"{state}; {_named(expired)}",
            "start pullquote run, which refreshes them",
        )
    return Check(_PART, True, state)


def _named(some: list[str]) -> str:
    more = f" and {len(some) - _MOST_NAMED} more" if len(some) > _MOST_NAMED else ""
    return ", ".join(some[:_MOST_NAMED]) + more
