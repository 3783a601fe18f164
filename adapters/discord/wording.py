"""The sentences that only Discord's people read: how to ask there, and what its notes say."""

ASKED = "You asked: "
OPEN = "open"  # the words of a link below a title that can't be one

SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_SHARED = "This can't be shared here (Discord says: {error}): the bot may not write here."
NOTED = "Noted: {verdict}. Press the other button to change that."
MANAGERS_ONLY = "Only who may manage the server can set the stories of its channels."
FOLLOW_MANAGERS_ONLY = "Only who may manage the server can set what its channels are told."
TRACK_MANAGERS_ONLY = "Only who may manage the server can change what is tracked."
STORY_ADVICE = "see the tracked stories with: /stories"
STORY_GONE = "This story is not tracked here any more; see the tracked stories with: /stories"
ALL = "all"
ALL_STORIES = "All that are followed here"
USUAL_RHYTHMS = ("now", "daily at 09:00 UTC", "weekly on Monday at 09:00 UTC")
FOLLOW_COMMAND = "/follow story: … rhythm: …"
CORRECTIONS_COMMAND = "/corrections turn: {turn}"


def follow_command(story: str, rhythm: str) -> str:
    """What to type to follow a story."""
    return f"/follow story: {story} rhythm: {rhythm}"


def unfollow_command(story: str) -> str:
    """What to type to follow it no more."""
    return f"/unfollow story: {story}"


def timeline_command(story: str) -> str:
    """What to type to see what happened so far."""
    return f"/timeline story: {story}"


def ways_to_ask() -> list[tuple[str, str]]:
    """What to type or press, and what it does."""
    return [
        ("/ask question: who heads the command?", "answers in the channel"),
        ("/ask … story: …", "looks in one story only"),
        ("/ask … private: True", "answers you alone; a button shares it in the channel"),
        ("@Pullquote who heads the command?", "answers your message"),
        ("a direct message", "answers there; no command needed"),
        ("a reply to an answer", "stays with that story: “and how many troops?”"),
        ("Apps › Find quotes for this", "looks for quotes about what somebody wrote"),
        ("/stories, /story", "list what is tracked, and what is new in one story"),
        ("/timeline", "shows what happened in a story, dated and in quotes, with a picture"),
        ("/follow", "posts new articles of a story here: now, daily or weekly"),
        ("/unfollow, /following", "end that, and list what is followed here"),
        ("/corrections", "whether it is said when words that were quoted here change"),
        ("/track, /untrack", "add and remove a story's sources; need Manage Server"),
        ("/scope", "limits this channel to stories; needs Manage Server"),
    ]


# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_WHY_NOT = {
    10003: "the channel is gone",
    10004: "I am not in the server any more",
    50001: "I can't see the channel",
    50007: "the person takes no direct messages from me",
    50008: "nothing can be written in a channel of this kind",
    50013: "I may not write there",
    50083: "the thread is archived",
    50278: "I share no server with the person",
    160002: "I may not read what was written there before",
    160005: "the thread is locked",
}


def why_not(code: int) -> str:
    """Why nothing can be posted somewhere, with Discord's code for it."""
    return f"{_WHY_NOT.get(code, 'Discord refuses it')} (Discord says: {code})"
