"""Text as Slack delivers it → text as the person typed it. Pure."""

import html
import re

# <@U123|name>, <#C123|name>, <!here|label>, <https://x.example|label>
_REFERENCE = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_ADDRESS = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!(?:subteam\^|here|channel|everyone)")


def plain(text: str, bot_user: str = "") -> str:
    """Without mentions of the bot; links and channels by their label; `&amp; &lt; &gt;` undone.

    Source: https://docs.slack.dev/messaging/formatting-message-text (retrieving messages).
    """

    def shown(reference: re.Match[str]) -> str:
        target, label = reference.group(1), reference.group(2)
        if target.startswith(("@", "#", "!subteam^")):
            # Ids of other people, groups and channels are no words of the question.
            return label or ""
        return label or target.lstrip("#!")

    without_bot = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>", " ", text) if bot_user else text
    return html.unescape(_REFERENCE.sub(shown, without_bot)).strip()


def unlinked(text: str) -> str:
    """Addresses as they were typed, where they stand in pointed brackets: <https://…|…>."""
    return _ADDRESS.sub(lambda found: html.unescape(found.group(1)), text)


def mentions(text: str, user: str) -> bool:
    """Whether the message names the user by an @mention."""
    return bool(user) and re.search(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", text) is not None


def mentions_others(text: str, bot_user: str) -> bool:
    """Whether the message names somebody else than the bot, or a group."""
    people = re.findall(r"<@([UW][A-Z0-9]+)", text)
    return any(user != bot_user for user in people) or _GROUP.search(text) is not None
