"""The sentences that only Slack's people read: how to ask there, and what its views say."""

CONTEXT_TITLE = "In context"
CLOSE = "Close"
LOADING = "Fetching the passages…"
OMITTED = "[…]"

STORIES = "Stories"
NO_STORIES = "No story is tracked here yet."
NEWEST = "Newest articles"
HOW_TO_ASK = "How to ask"
INTRODUCTION = (
    "I answer questions about the news stories tracked here, in the exact words of their articles. "
    "Every quote links to the sentence it was taken from. If nothing answers, I say so."
)

SCOPED = "This channel is limited to these stories:"
SCOPED_TO_NOTHING = "This channel is limited to stories that are not tracked any more."
NOT_SCOPED = "This channel is not limited to certain stories. Those that may be spoken of here:"

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


def articles(count: int) -> str:
    """How many articles, in words."""
    return f"{count} article{'' if count == 1 else 's'}"


def newest(date: str) -> str:
    """When the newest article was published."""
    return f"newest {date}"


def more(count: int) -> str:
    """How many of a list are not shown."""
    return f"… and {count} more."


def left_out(count: int) -> str:
    """How many quotes a view has no room for."""
    return f"{count} more quote{' has' if count == 1 else 's have'} no room here."


def verdicts(helpful: int, not_helpful: int) -> str:
    """How many people said what."""
    return f"{helpful} helpful, {not_helpful} not helpful"
