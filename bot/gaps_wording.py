"""The sentences about questions that nothing answers: whether they are kept, and who waits."""

from bot.language import Sentence, _, ngettext


def kept_here(days: int) -> str:
    """Said where an admin has switched it on."""
    return ngettext(
        "A question asked here that nothing answers is kept for a day for admins to read, without "
        "who asked it.",
        "A question asked here that nothing answers is kept for {days} days for admins to read, "
        "without who asked it.",
        days,
    ).format(days=days)


def not_kept_here() -> str:
    """Said where nobody has."""
    return _("Questions that are asked here are not kept.")


def to_forget() -> str:
    """With the command that does it."""
    return _("To erase what is kept of you: {command}")


def keeping_everywhere() -> str:
    """Once it is switched on for all channels."""
    return _("From now on, this holds for every channel of the server, but for no direct message.")


def never_kept() -> str:
    """An error: why it can't be switched on."""
    return _("whoever runs this bot has ruled out that questions are kept; ask them")


def keeping_ended(erased: int) -> str:
    """Once it is switched off."""
    if not erased:
        return _(
            "Questions that are asked here are not kept any more; none was there to be erased."
        )
    return ngettext(
        "Questions that are asked here are not kept any more; the one there was is erased.",
        "Questions that are asked here are not kept any more; the {count} there were are erased.",
        erased,
    ).format(count=erased)


def keeping_ended_everywhere(erased: int) -> str:
    """Once it is switched off for all channels."""
    if not erased:
        return _("In no channel are questions kept any more; none was there to be erased.")
    return ngettext(
        "In no channel are questions kept any more; the one there was is erased.",
        "In no channel are questions kept any more; the {count} there were are erased.",
        erased,
    ).format(count=erased)


def what_stays_kept() -> str:
    """Below both."""
    return _("What somebody waits to be told stays kept for that alone.")


def gaps() -> str:
    """Above the list."""
    return _("Asked, and nothing answered")


def no_gaps() -> str:
    """In place of the list."""
    return _("No question that nothing answered is kept here.")


def to_keep() -> str:
    """With the command that does it."""
    return _("To keep them: {command}")


def asked_once(date: str) -> str:
    """Below a question."""
    return _("asked once, on {date}").format(date=date)


def asked_often(count: int, since: str, newest: str) -> str:
    """Below a question that was asked more often, in these or other words."""
    if since == newest:
        return _("asked {count} times, on {date}").format(count=count, date=since)
    return _("asked {count} times, from {since} to {newest}").format(
        count=count, since=since, newest=newest
    )


def answered_since(date: str) -> str:
    """Below one that an article answers by now."""
    return _("answered since {date}").format(date=date)


def in_other_words(words: str) -> str:
    """Below one that was asked in several wordings."""
    return _("also: {words}").format(words=words)


def more_gaps(count: int) -> str:
    """Where not all have room."""
    return ngettext("… and one more.", "… and {count} more.", count).format(count=count)


def forgotten(questions: int, verdicts: int) -> str:
    """What was erased of who asked for it."""
    if not questions and not verdicts:
        return _("Nothing is kept of you that could be erased: no question and no verdict.")
    return _(
        "What was kept of you is erased. Questions: {questions}; verdicts: {verdicts}. Replies "
        "stand where they were given; delete yours or your question there."
    ).format(questions=questions, verdicts=verdicts)


# ------------------------------------------------------------------------ who waits for an answer


TELL_ME = Sentence("Tell me when it's answered")
DONT_TELL_ME = Sentence("Don't tell me")


def will_tell(until: str) -> str:
    """To who pressed it."""
    return _(
        "I'll tell you in a direct message, once, when a new article answers this. For that alone "
        "your question is kept, and that it was you, until {date} at the latest."
    ).format(date=until)


def see_waiting() -> str:
    """With the command that lists what somebody waits for."""
    return _("What you wait for, and what I could not send you: {command}")


def wont_tell() -> str:
    """To who took it back."""
    return _("You won't be told, and your question is not kept for that any more.")


def not_waiting() -> str:
    """Where there is nothing to take back."""
    return _("You don't wait for an answer to this any more: you were told, or took it back.")


def waits_for_too_many(most: int) -> str:
    """An error."""
    return _("you wait for {most} answers already; take one back first").format(most=most)


def too_long_to_wait_for() -> str:
    """An error."""
    return _("this question is too long to be kept; ask it in fewer words")


def names_no_day() -> str:
    """An error."""
    return _("this question is about the day it was asked on; ask it with that day's date")


def waiting() -> str:
    """Above the list."""
    return _("You will be told when this is answered")


def nothing_waited_for() -> str:
    """In place of it."""
    return _("You wait for no answer.")


def waiting_since(since: str, until: str) -> str:
    """Below a question."""
    return _("since {since}, until {until} at the latest").format(since=since, until=until)


def answered_but_not_sent(why: str) -> str:
    """Below a question."""
    return _("answered, but I could not send it to you: {why}. Ask it again.").format(why=why)


def all_taken_back(count: int) -> str:
    """To who takes back all."""
    return ngettext(
        "You won't be told, and your question is not kept for that any more.",
        "You won't be told of any of the {count}, and they are not kept for that any more.",
        count,
    ).format(count=count)


def now_answered(day: str, question: str) -> str:
    """Above the quotes that answer, in the private notice."""
    return _("You wanted to be told when this is answered (asked on {day}): {question}").format(
        day=day, question=question
    )


def told_once() -> str:
    """Below them."""
    return _("You are told of this once.")


def to_take_back() -> str:
    """With the command that does it."""
    return _("To take back all of them: {command}")
