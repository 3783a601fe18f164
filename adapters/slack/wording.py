"""The sentences that only Slack's people read: how to ask there, and what its views say."""

from bot.documents.tree import CommandLine

CONTEXT_TITLE = "In context"
CLOSE = "Close"
LOADING = "Fetching the passages…"


RATED = "What people thought of replies, newest first:"
NOT_RATED = "No reply has been rated yet."
GONE = "its articles are not held any more"
ANSWERED = "answered"
POSSIBLE = "possible answer"
NO_ANSWER = "no answer"
OPEN_REPLY = "open the reply"

PROMPT = "What is known about this: {headline}"

LOOKING = "is looking for quotes…"  # after the bot's name, as Slack shows a status
LOOKING_PRIVATELY = "Looking for quotes…"
NOT_IN_CHANNEL = (
    "I can't post in the channel where you asked (Slack says: {error}). Add me there with "
    "/invite, or ask me here."
)
SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_SHARED = "This can't be shared here (Slack says: {error}). Add me to the channel with /invite."
NOT_OPENED = "The window could not be opened in time; press the button again."
NOTED = "Noted: {verdict}. Press the other button to change that."
ADMINS_ONLY = "Only admins of this workspace see what people thought of replies."
MANAGERS_ONLY = (
    "Only who created this channel and admins of the workspace can set its stories. Ask one of "
    "them, or see what is set with /pullquote scope."
)
TRACK_ADMINS_ONLY = "Only admins of the workspace can change what is tracked. Ask one of them."
WHICH_TO_TRACK = (
    "Say what to track and for which story: /track URL STORY; see the stories with: /stories"
)
WHICH_TO_UNTRACK = "Say what to track no more: /untrack URL, or for one story: /untrack URL STORY"
CORRECTIONS_MANAGERS_ONLY = (
    "Only who created this channel and admins of the workspace can switch corrections on or off."
)
NOT_A_MEMBER = (
    "I can't post in this channel, since I am not in it. Add me with /invite, then follow the "
    "story again, or follow it in a direct message to me."
)
WHICH_TO_UNFOLLOW = "Say which story, or “all”: {command}"
WHICH_TIMELINE = "Say which story: {command}"
FOLLOW_COMMAND = "/follow STORY now, daily or weekly"
CORRECTIONS_COMMAND = "/pullquote corrections {turn}"
STORY_ADVICE = "see the tracked stories with: /stories"


def ways_to_ask(bot_name: str) -> list[tuple[str, str]]:
    """What to type or press, and what it does."""
    return [
        ("/ask who heads the command?", "answers you alone; a button shares it in the channel"),
        (f"@{bot_name} who heads the command?", "answers in the thread, for everybody"),
        ("a direct message", "answers there; no command needed"),
        ("a question in the answer's thread", "stays with that story: “and how many troops?”"),
        ("⋮ › Find quotes for this message", "looks for quotes about what somebody wrote"),
        ("/stories", "lists what is tracked"),
        ("/timeline STORY", "shows what happened in a story, dated and in quotes, with a picture"),
        ("/follow STORY", "posts its new articles here: now, daily at 09:00 or weekly"),
        ("/unfollow, /following", "end that, and list what is followed here"),
        ("/track URL STORY", "shows admins what stands there, and tracks it if they say so"),
        ("/untrack URL", "asks a feed or page no more"),
        ("/pullquote scope STORY…", "limits this channel to stories; “scope all” ends that"),
        ("/pullquote corrections off", "says no more when words that were quoted here change"),
        ("/pullquote feedback", "shows workspace admins what people thought of replies"),
    ]


def follow_command(story: str, rhythm: str) -> str:
    """What to type to follow a story."""
    return f"/follow {story} {rhythm}"


def unfollow_command(story: str) -> str:
    """What to type to follow it no more."""
    return f"/unfollow {story}"


def timeline_command(story: str) -> str:
    """What to type to see what happened so far."""
    return f"/timeline {story}"


def verdicts(helpful: int, not_helpful: int) -> str:
    """How many people said what."""
    return f"{helpful} helpful, {not_helpful} not helpful"


# Slack's codes that mean that nothing can be posted there: docs.slack.dev, chat.postMessage.
_WHY_NOT = {
    "not_in_channel": "I am not in the channel; add me with /invite",
    "channel_not_found": "the channel is gone, or I am not in it any more",
    "is_archived": "the channel is archived",
    "missing_scope": "the app may not post; an admin of the workspace has to install it again",
    "restricted_action": "an admin of the workspace has limited who may post there",
    "user_not_found": "the person is not in this workspace any more",
}


def why_not(code: str) -> str:
    """Why nothing can be posted somewhere, with Slack's word for it."""
    # restricted_action_read_only_channel and its like are kinds of restricted_action.
    kind = "restricted_action" if code.startswith("restricted_action") else code
    return f"{_WHY_NOT.get(kind, 'Slack refuses it')} (Slack says: {code})"


# Those that have a slash command of their own; the rest are words behind /pullquote.
OWN_COMMANDS = frozenset(
    "ask stories follow unfollow following timeline track untrack pullquote".split()
)


def typed(command: CommandLine) -> str:
    """The command as somebody types it."""
    name = command.command if command.command in OWN_COMMANDS else f"pullquote {command.command}"
    return " ".join(filter(None, (f"/{name}", *(value for _, value in command.arguments))))
