"""The sentences that only Discord's people read: how to ask there, and what its notes say."""

ASKED = "You asked: "
OPEN = "open"  # the words of a link below a title that can't be one

SHARED = "Shared in the channel."
ALREADY_SHARED = "This was shared already."
NOT_SHARED = "This can't be shared here (Discord says: {error}): the bot may not write here."
NOTED = "Noted: {verdict}. Press the other button to change that."
MANAGERS_ONLY = "Only who may manage the server can set the stories of its channels."
STORY_ADVICE = "see the tracked stories with: /stories"


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
        ("/scope", "limits this channel to stories; needs Manage Server"),
    ]
