"""The sentences about how a channel is answered: unasked or not, where, and whom."""

from bot.language import _


def no_group(typed: str) -> str:
    """To who typed a group that there isn't."""
    said = _("there is no group {typed!r} here; type everybody, members, or the name of a group")
    return said.format(typed=typed)


def hears_mentions() -> str:
    """Of a channel where nothing is answered unasked."""
    return _("I answer who mentions me or writes to me; other messages I leave alone.")


def hears_questions() -> str:
    """Of one where questions are answered unasked, where that can be claimed."""
    return _(
        "I also answer questions that are put to nobody in particular, without being mentioned, "
        "where I have an answer; else I say nothing."
    )


def hears_every() -> str:
    """Of one where every question is answered."""
    return _(
        "I also answer every question that is put to nobody in particular, without being "
        "mentioned, and say so where nothing answers it."
    )


def where_usual() -> str:
    """Nothing is set."""
    return _("My answers stand where they usually do.")


def where_thread() -> str:
    """In a thread of the asking message."""
    return _("My answers stand in a thread of the message that asks.")


def where_channel() -> str:
    """Not in a thread."""
    return _("My answers stand in the channel itself.")


def askers_everybody() -> str:
    """Nobody is kept out."""
    return _("Everybody may ask me here.")


def askers_members() -> str:
    """Guests are kept out."""
    return _("Only members may ask me here: no guests and nobody from outside.")


def askers_groups(groups: str) -> str:
    """All but some groups are kept out."""
    said = _("Only people of these groups may ask me here: {groups}.")
    return said.format(groups=groups)


def also_set_for_all() -> str:
    """The setting narrows it further."""
    return _("Whoever runs me has narrowed who may ask me, and that counts here, too.")


def to_change() -> str:
    """Before the commands."""
    return _("To change that:")


def title() -> str:
    """Above what is set."""
    return _("How I answer in this channel")


def no_groups_here() -> str:
    """The chat doesn't say which groups there are."""
    return _("groups can't be looked up here at the moment; try again in a minute")
