"""What was typed behind a command → its arguments, each as the command takes it. Pure.

A story may be named by its slug or its title, quoted or not, wherever one is taken.
"""

from collections.abc import Mapping

from bot import wording
from bot.commands.command import UNREAD, Argument, Command, Given, Takes
from bot.story_names import stories_listed, story_and_rest, story_meant
from retrieval.articles import Story
from retrieval.errors import WrongUse

ALL = "all"


class Missing(WrongUse):
    """A command without an argument that it needs; `command` is that command."""

    def __init__(self, command: Command, argument: Argument) -> None:
        super().__init__(wording.MISSING(argument=argument.name))
        self.command = command


def read(
    command: Command,
    given: Given,
    stories: Mapping[str, Story],
    followed: Mapping[str, Story | None],
) -> Given:
    """`stories`: that may be spoken of there, `followed`: that are followed there, by slug.

    Stories come out as slugs, several with spaces between them. Raises Missing, UnknownStory,
    WrongUse.
    """
    if UNREAD in given:
        given = _taken_apart(command, given[UNREAD], stories, followed)
    read = dict[str, str]()
    for argument in command.arguments:
        typed = given.get(argument.name, "").strip()
        if typed:
            read[argument.name] = _read(argument, typed, stories, followed)
        elif argument.required:
            raise Missing(command, argument)
    return read


def _taken_apart(
    command: Command,
    typed: str,
    stories: Mapping[str, Story],
    followed: Mapping[str, Story | None],
) -> Given:
    """The last argument takes what is left."""
    found, left = dict[str, str](), " ".join(typed.split())
    for argument in command.arguments:
        if not left:
            break
        last = argument is command.arguments[-1]
        match argument.takes:
            case Takes.STORY if not last:
                story, left = story_and_rest(left, stories)
                found[argument.name] = story.slug
            case Takes.ADDRESS | Takes.CHOICE if not last:
                found[argument.name], _, left = left.partition(" ")
            case _:
                found[argument.name], left = left, ""
    return found


def _read(
    argument: Argument,
    typed: str,
    stories: Mapping[str, Story],
    followed: Mapping[str, Story | None],
) -> str:
    match argument.takes:
        case Takes.STORY:
            return story_meant(typed, stories).slug
        case Takes.FOLLOWED if typed in followed:
            return typed  # perhaps a story that is tracked no more
        case Takes.FOLLOWED if typed.casefold() != ALL:
            return story_meant(typed, stories).slug
        case Takes.STORIES if typed.casefold() != ALL:
            return " ".join(story.slug for story in stories_listed(typed, stories))
        case Takes.FOLLOWED | Takes.STORIES:
            return ALL
        case Takes.CHOICE:
            return _chosen(argument, typed)
    return typed


def _chosen(argument: Argument, typed: str) -> str:
    """By its beginning: "newest first" is newest."""
    word = typed.casefold().split()[0]
    for choice in argument.choices:
        if word == choice:
            return choice
    raise WrongUse(wording.one_of(argument.choices, typed))
