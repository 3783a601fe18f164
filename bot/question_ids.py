"""The key of what came from a chat → the short id that logs, traces and people name it by. Pure."""

from retrieval.articles import digest

# In the log lines of one question; the same in every process that works on it.
LOGGED = "question_id"
_DIGITS = 10


def question_id(key: str) -> str:
    """Made of the key, so that it is the same for whoever takes a question over after a kill; the
    key itself, which names a place and a time, can't be read from it."""
    return digest((key,))[:_DIGITS]
