"""What was typed behind a command → its arguments, each as the command takes it. Pure.

A story may be named by its slug or its title, quoted or not, wherever one is taken.
"""

from collections.abc import Mapping

from bot import wording
from bot.commands.command import UNREAD, Argument, Command, Given, Takes
from bot.commands.named_arguments import apart
from bot.commands.names import CHOICE_NAMES, argument_name, choice_name, meant
from bot.story_names import stories_listed, story_and_rest, story_meant
from retrieval.articles import Story
from retrieval.errors import WrongUse

ALL = "all"


class Missing(WrongUse):
    """A command without an argument that it needs; `command` is that command."""

    def __init__(self, command: Command, argument: Argument) -> None:
        super().__init__(wording.MISSING(argument=argument_name(argument.name)))
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
        typed = given[UNREAD]
        given = (
            command.apart(typed, stories)
            if command.apart
            else _taken_apart(command, typed, stories, followed)
        )
    read = dict[str, str]()
    for argument in command.arguments:
        written = given.get(argument.name, "").strip()
        if written:
            read[argument.name] = _read(argument, written, stories, followed)
        elif argument.required:
            raise Missing(command, argument)
    return read


def _taken_apart(
    command: Command,
    typed: str,
    stories: Mapping[str, Story],
    followed: Mapping[str, Story | None],
) -> Given:
    """The last argument takes what is left, before the first that is named."""
    found, left = dict[str, str](), " ".join(typed.split())
    positional = [one for one in command.arguments if not one.named]
    first, *_ = *positional, None
    if command.names and not (first and _names_a_story(first, left, stories, followed)):
        if first and first.takes is Takes.STORY and len(positional) > 1 and left:
            # A title may have the name of an argument in it.
            story, left = story_and_rest(left, stories)
            found[first.name] = story.slug
            positional.remove(first)
        left, named = apart(left, command.names)
        found |= named
    for argument in positional:
        if not left:
            break
        last = argument is positional[-1]
        match argument.takes:
            case Takes.STORY if not last:
                story, left = story_and_rest(left, stories)
                found[argument.name] = story.slug
            case Takes.ADDRESS | Takes.CHOICE if not last:
                found[argument.name], _, left = left.partition(" ")
            case _:
                found[argument.name], left = left, ""
    return found


def _names_a_story(
    argument: Argument,
    typed: str,
    stories: Mapping[str, Story],
    followed: Mapping[str, Story | None],
) -> bool:
    if argument.takes not in (Takes.STORY, Takes.FOLLOWED) or not typed:
        return False
    try:
        return typed in followed or bool(story_meant(typed, stories))
    except WrongUse:
        return False


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
        case Takes.FOLLOWED if not _is_all(typed):
            return story_meant(typed, stories).slug
        case Takes.STORIES if not _is_all(typed):
            return " ".join(story.slug for story in stories_listed(typed, stories))
        case Takes.FOLLOWED | Takes.STORIES:
            return ALL
        case Takes.CHOICE:
            return _chosen(argument, typed)
    return typed


def _is_all(typed: str) -> bool:
    return meant(CHOICE_NAMES, typed, (ALL,)) is not None


def _chosen(argument: Argument, typed: str) -> str:
    """By its beginning: "newest first" is newest."""
    word = typed.casefold().split()[0]
    if chosen := meant(CHOICE_NAMES, word, argument.choices):
        return chosen
    raise WrongUse(wording.one_of([choice_name(one) for one in argument.choices], typed))
