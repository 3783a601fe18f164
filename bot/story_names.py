"""Words a person typed, and the stories allowed there → the story that is meant. Pure.

A slug or a whole title is taken, in any case and with any marks, quoted or not. What only begins a
name, or is near to one, is suggested in the error and never taken.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from bot import wording
from retrieval.articles import Story
from retrieval.errors import WrongUse

# From this likeness on a name is suggested.
_NEAR = 0.6
_SHORTEST_BEGINNING = 2
# Shorter words of a title are like many others.
_SHORTEST_WORD = 5
_QUOTED = re.compile(
    r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]|['‘‚]([^'‘’‚]+(?:['’]\w[^'‘’‚]*)*)['’](?!\w)"
)
_BETWEEN = " \t\n,;"


class UnknownStory(WrongUse):
    """A story that isn't tracked, or that may not be spoken of here; they read the same.

    `typed` is what was typed and `nearest` the title or slug suggested, "" for none: then the door
    at which it was typed says how its stories are listed.
    """

    def __init__(self, message: str, *, typed: str = "", nearest: str = "") -> None:
        super().__init__(message)
        self.typed = typed
        self.nearest = nearest

    def with_list(self, command: str) -> str:
        """The sentence, which names the `command` that lists the stories where nothing is near."""
        if self.nearest or not self.typed:
            return str(self)
        return wording.no_story_but_a_list(self.typed, command)


def story_meant(typed: str, stories: Mapping[str, Story]) -> Story:
    """Raises UnknownStory, also where several stories have this title."""
    named = _named(typed, stories)
    if named is None:
        raise unknown(typed, stories)
    return named


def story_and_rest(typed: str, stories: Mapping[str, Story]) -> tuple[Story, str]:
    """ "sweden joins NATO daily at 8" → (story, "daily at 8"): the longest beginning that is a
    story's name. Raises UnknownStory."""
    said = typed.strip(_BETWEEN)
    if quoted := _QUOTED.match(said):
        return story_meant(quoted.group(), stories), said[quoted.end() :].strip(_BETWEEN)
    ends = [word.end() for word in re.finditer(r"[^\s,;]+", said)]
    for end in reversed(ends):
        named = _named(said[:end], stories)
        if named is not None:
            return named, said[end:].strip(_BETWEEN)
    raise _nearest_of_beginnings(said, ends, stories)


def stories_listed(typed: str, stories: Mapping[str, Story]) -> tuple[Story, ...]:
    """ "nato, The Command in Japan" → the stories, each once: names with commas, spaces or "and"
    between them, quoted or not. Raises UnknownStory."""
    found: dict[str, Story] = {}
    left = typed.strip(_BETWEEN)
    while left:
        try:
            story, left = story_and_rest(left, stories)
        except UnknownStory:
            # Up to a comma it is one name, whatever it is: that is what the error must name.
            first = re.split("[,;]", left, maxsplit=1)[0]
            if first == left or _QUOTED.match(left):
                raise
            raise unknown(first, stories) from None
        found[story.slug] = story
        left = re.sub(r"^(?:and|&)[\s,]+", "", left)
    return tuple(found.values())


def unknown(typed: str, stories: Mapping[str, Story]) -> UnknownStory:
    """The error that names what was typed, and the nearest name where there is one."""
    said = _unquoted(typed)
    titled = [story.slug for story in stories.values() if _key(story.title) == _key(said)]
    if len(titled) > 1:
        return UnknownStory(wording.several_stories(said, titled), typed=said, nearest=titled[0])
    best, nearest = 0.0, ""
    for story in stories.values():
        for name in (story.slug, story.title):
            likeness = _likeness(_key(said), _key(name))
            if likeness > best:
                best, nearest = likeness, name
    nearest = nearest if best >= _NEAR else ""
    return UnknownStory(wording.no_story(said, nearest), typed=said or "…", nearest=nearest)


def _named(typed: str, stories: Mapping[str, Story]) -> Story | None:
    """The one story whose whole name this is; a slug goes before a title."""
    said = _unquoted(typed)
    if said in stories:
        return stories[said]
    key = _key(said)
    by_slug = [story for story in stories.values() if _key(story.slug) == key]
    by_title = [story for story in stories.values() if _key(story.title) == key]
    named = (by_slug or by_title) if key else []
    return named[0] if len(named) == 1 else None


def _nearest_of_beginnings(
    said: str, ends: Sequence[int], stories: Mapping[str, Story]
) -> UnknownStory:
    """The beginning of `said` that is nearest to a name; its first word where none is near."""
    errors = [unknown(said[:end], stories) for end in ends]
    near = [error for error in errors if error.nearest]
    if not near:
        return errors[0] if errors else unknown("", stories)
    return max(near, key=lambda error: _ratio(_key(error.typed), _key(error.nearest)))


def _unquoted(typed: str) -> str:
    said = typed.strip(_BETWEEN)
    quoted = _QUOTED.fullmatch(said)
    return (quoted[1] or quoted[2]).strip() if quoted else said


def _key(name: str) -> str:
    """Without case, marks and accents: "Sweden joins NATO!" and "sweden-joins-nato" are one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", re.sub("['’]", "", plain)))


def _likeness(key: str, name: str) -> float:
    """1 for what begins the name; "starliner" is near to "Boeing's Starliner", too."""
    if not key or not name:
        return 0.0
    if len(key) >= _SHORTEST_BEGINNING and name.startswith(key):
        return 1.0
    whole = _ratio(key, name)
    words = (word for word in name.split() if len(word) >= _SHORTEST_WORD)
    return max(whole, *(0.9 * _ratio(key, word) for word in words), 0.0)


def _ratio(key: str, name: str) -> float:
    return SequenceMatcher(None, key, name).ratio()
