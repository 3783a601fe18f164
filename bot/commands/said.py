"""/said: what somebody is quoted with, word for word, newest first; and how one text names all of
that.
"""

import re
from collections.abc import Mapping

from bot.commands.command import Caller, Given
from bot.conversation import Conversation
from bot.documents.replies import reply_document
from bot.documents.tree import Document
from bot.story_names import UnknownStory, story_meant
from retrieval.articles import Story

PERSON, ABOUT, STORY = "person", "about", "story"
# "About", as people of each language may type it.
_ABOUT = re.compile(
    r"(?:^|\s)(?:about|über|à propos de|au sujet de|sobre|acerca de)(?:\s+|$)", re.I
)
_IN = re.compile(r"\s+(?:in|dans|en)\s+(?:story\s+)?", re.I)


def said(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """The quotes, with the name of who speaks in bold, and "More"; or why there are none."""
    told = conversation.desk().said(
        given[PERSON],
        given.get(ABOUT, ""),
        given.get(STORY, ""),
        caller.place,
        conversation.now(),
        caller.via,
    )
    return reply_document(told, private=True, repeated=True)


def taken_apart(typed: str, stories: Mapping[str, Story]) -> Given:
    """ "Kamikawa about the command in us-japan-command" → the three arguments; "in" and the story
    may be left out, and what stands behind "in" counts only where it is a story's whole name."""
    left, story = _and_story(typed.strip(), stories)
    found = _ABOUT.search(left)
    person, about = (left[: found.start()], left[found.end() :]) if found else (left, "")
    given = {PERSON: person.strip(" \"“”'‘’,"), ABOUT: about.strip(), STORY: story}
    return {name: value for name, value in given.items() if value}


def _and_story(typed: str, stories: Mapping[str, Story]) -> tuple[str, str]:
    places = [(m.start(), m.end()) for m in _IN.finditer(typed)]
    # Behind a name alone its short name needs no "in"; behind "about" it may be a word like others.
    last = typed.rfind(" ")
    if last > 0 and typed[last + 1 :] in stories and not _ABOUT.search(typed):
        places.append((last, last + 1))
    for before, behind in places:
        try:
            return typed[:before], story_meant(typed[behind:], stories).slug
        except UnknownStory:
            continue
    return typed, ""
