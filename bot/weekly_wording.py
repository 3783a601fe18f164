"""The sentences of the weekly note for admins."""

from bot.language import _, ngettext


def week(since: str, until: str) -> str:
    """Above it."""
    return _("What was asked from {since} to {until}").format(since=since, until=until)


def asked(count: int) -> str:
    """How many questions."""
    if not count:
        return _("No question was asked.")
    return ngettext("One question was asked.", "{count} questions were asked.", count).format(
        count=count
    )


def came_of_it(answered: int, possible: int, unanswered: int) -> str:
    """What came of them."""
    return _("Answered: {answered}; perhaps: {possible}; not: {unanswered}.").format(
        answered=answered, possible=possible, unanswered=unanswered
    )


def verdicts(helpful: int, not_helpful: int) -> str:
    """What people thought."""
    return _("Found helpful: {helpful}; not helpful: {not_helpful}.").format(
        helpful=helpful, not_helpful=not_helpful
    )


def failing(story: str, sources: str) -> str:
    """Which sources can't be read."""
    return _("Can't be read, for “{story}”: {sources}").format(story=story, sources=sources)


def unchecked(stories: str) -> str:
    """Which stories are behind."""
    return _("Not checked for too long: {stories}").format(stories=stories)


def all_read() -> str:
    """Where nothing is wrong."""
    return _("All sources are read.")


def most_asked() -> str:
    """Above the gaps."""
    return _("What people asked most that nothing answers:")


def asked_times(count: int, question: str) -> str:
    """A gap: a question and how often it was asked."""
    return ngettext("{question} (once)", "{question} ({count} times)", count).format(
        question=question, count=count
    )


def note_set(rhythm: str) -> str:
    """Once it is set."""
    return _(
        "A note for admins is posted here {rhythm}: how much was asked in all channels and what "
        "came of it, in numbers; questions only where they are kept."
    ).format(rhythm=rhythm)


def note_off() -> str:
    """Where there is none."""
    return _("No weekly note is posted here.")


def note_ended() -> str:
    """Once it is ended."""
    return _("No weekly note is posted here any more.")


def note_quiet(why: str) -> str:
    """Why none comes."""
    return _(
        "The weekly note could not be posted here: {why}. To begin again, set it anew."
    ).format(why=why)


def to_set_note() -> str:
    """With the command that does it."""
    return _("To have one: {command}")


def weekly_only() -> str:
    """An error."""
    return _("a note comes once a week; write “weekly on Monday at 09:00 Europe/Berlin”, or “off”")
