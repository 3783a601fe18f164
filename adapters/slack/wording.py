"""The sentences that only Slack's people read: how to ask there, and what its views say."""

CONTEXT_TITLE = "In context"
CLOSE = "Close"
LOADING = "Fetching the passages…"


RATED = "What people thought of replies, newest first:"
NOT_RATED = "No reply has been rated yet."
GONE = "its articles are not held any more"
ANSWERED = "answered"
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
        ("/pullquote scope STORY…", "limits this channel to stories; “scope all” ends that"),
        ("/pullquote feedback", "shows workspace admins what people thought of replies"),
    ]


def verdicts(helpful: int, not_helpful: int) -> str:
    """How many people said what."""
    return f"{helpful} helpful, {not_helpful} not helpful"
