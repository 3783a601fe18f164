"""The sentences about questions that nothing answers: whether they are kept, and who waits."""

# ruff: noqa: UP032 — whole sentences with named places are what translators are given.


def kept_here(days: int) -> str:
    """Said where an admin has switched it on."""
    if days == 1:
        return (
            "A question asked here that nothing answers is kept for a day for admins to read, "
            "without who asked it."
        )
    return (
        "A question asked here that nothing answers is kept for {days} days for admins to read, "
        "without who asked it."
    ).format(days=days)


def not_kept_here() -> str:
    """Said where nobody has."""
    return "Questions that are asked here are not kept."


def to_forget() -> str:
    """Before the command that does it."""
    return "To erase what is kept of you: "


def keeping_everywhere() -> str:
    """Once it is switched on for all channels."""
    return "From now on, this holds for every channel of the server, but for no direct message."


def never_kept() -> str:
    """An error: why it can't be switched on."""
    return "whoever runs this bot has ruled out that questions are kept; ask them"


def keeping_ended(erased: int) -> str:
    """Once it is switched off."""
    if not erased:
        return "Questions that are asked here are not kept any more; none was there to be erased."
    if erased == 1:
        return "Questions that are asked here are not kept any more; the one there was is erased."
    return (
        "Questions that are asked here are not kept any more; the {count} there were are erased."
    ).format(count=erased)


def keeping_ended_everywhere(erased: int) -> str:
    """Once it is switched off for all channels."""
    if not erased:
        return "In no channel are questions kept any more; none was there to be erased."
    if erased == 1:
        return "In no channel are questions kept any more; the one there was is erased."
    return "In no channel are questions kept any more; the {count} there were are erased.".format(
        count=erased
    )


def what_stays_kept() -> str:
    """Below both."""
    return "What somebody waits to be told stays kept for that alone."


def gaps() -> str:
    """Above the list."""
    return "Asked, and nothing answered"


def no_gaps() -> str:
    """In place of the list."""
    return "No question that nothing answered is kept here."


def to_keep() -> str:
    """Before the command that does it."""
    return "To keep them: "


def asked_once(date: str) -> str:
    """Below a question."""
    return "asked once, on {date}".format(date=date)


def asked_often(count: int, since: str, newest: str) -> str:
    """Below a question that was asked more often, in these or other words."""
    if since == newest:
        return "asked {count} times, on {date}".format(count=count, date=since)
    return "asked {count} times, from {since} to {newest}".format(
        count=count, since=since, newest=newest
    )


def answered_since(date: str) -> str:
    """Below one that an article answers by now."""
    return "answered since {date}".format(date=date)


def in_other_words(words: str) -> str:
    """Below one that was asked in several wordings."""
    return "also: {words}".format(words=words)


def more_gaps(count: int) -> str:
    """Where not all have room."""
    if count == 1:
        return "One more is in the list of the command line: pullquote gaps"
    return "{count} more are in the list of the command line: pullquote gaps".format(count=count)


def forgotten(questions: int, verdicts: int) -> str:
    """What was erased of who asked for it."""
    if not questions and not verdicts:
        return "Nothing is kept of you that could be erased: no question and no verdict."
    return (
        "Erased of you: {questions}; {verdicts}. Replies stand where they were given; delete yours "
        "or your question there."
    ).format(questions=_questions(questions), verdicts=_verdicts(verdicts))


def _questions(count: int) -> str:
    return "1 question" if count == 1 else "{count} questions".format(count=count)


def _verdicts(count: int) -> str:
    return "1 verdict" if count == 1 else "{count} verdicts".format(count=count)
