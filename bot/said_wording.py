"""Every sentence of our own about who said what. None of them is about the news."""

from collections.abc import Sequence

from bot.language import _


def asked(person: str, about: str) -> str:
    """What is asked, as it stands above the quotes."""
    if about:
        sentence = _("What did {person} say about {about}?")
        return sentence.format(person=person, about=about)
    sentence = _("What did {person} say?")
    return sentence.format(person=person)


def nothing_said(person: str) -> str:
    """Nobody of that name speaks."""
    sentence = _("Nothing that is tracked here quotes {person} by that name.")
    return sentence.format(person=person)


def nothing_said_about(person: str, about: str) -> str:
    """They speak, but of something else."""
    sentence = _("Nothing that is tracked here quotes {person} about {about}.")
    return sentence.format(person=person, about=about)


def did_you_mean(person: str, near: str) -> str:
    """A name that is nearly the same is known."""
    sentence = _("Nothing that is tracked here quotes {person} by that name; did you mean {near}?")
    return sentence.format(person=person, near=near)


def several(person: str, names: Sequence[str]) -> str:
    """More than one person of that name speaks."""
    sentence = _("Several are quoted by the name {person}: {names}. Ask by the full name.")
    return sentence.format(person=person, names=", ".join(names))


def nothing_in_newest(person: str) -> str:
    """Too many articles have the name for all to be read."""
    sentence = _(
        "None of the newest articles that name {person} quotes them, and there are too many to "
        "read all; say what about, or in which story."
    )
    return sentence.format(person=person)


def no_person() -> str:
    """The error without a name."""
    return _("whose words? Name somebody, for example: Hegseth about Taiwan")


def too_long(length: int, limit: int) -> str:
    """The error for what is no name any more."""
    sentence = _("that has {length:,} characters; ask in at most {limit:,}")
    return sentence.format(length=length, limit=limit)
