"""One story is limited to a channel; every use case is tried from another, and none tells of it.

A command or button that is new fails here until somebody has written down whether it may show
something of a story: then it is tried with the others.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any, get_args

import pytest

from adapters.discord.completion import Completion
from adapters.storage.kept_replies import StoredReplies
from bot.commands.answering import answered, pressed, shared
from bot.commands.command import UNREAD, Argument, Caller, Command, Takes
from bot.commands.errors import error_document
from bot.commands.stories import home
from bot.commands.table import COMMANDS
from bot.desk import Asked, Told
from bot.documents.actions import (
    Action,
    AskAll,
    Choice,
    Choose,
    Cite,
    Context,
    Export,
    ExportStory,
    Help,
    More,
    Nearest,
    Rate,
    Share,
    TellMe,
    Turn,
    Untell,
    story_mark,
)
from bot.documents.fitting import whole
from bot.documents.linked import linked_document
from bot.documents.replies import reply_document
from bot.documents.tree import Document, File
from bot.evidence.pack import Format
from bot.linked import LinkDesk, Page
from bot.places import Place
from bot.suggestions import Suggestions
from retrieval.articles import Article
from retrieval.links import quote_link
from retrieval.quotes import Quote
from retrieval.timeline import Development
from tests.bot.commands.conftest import HERE, Talk
from tests.bot.test_desk import (
    DESK,
    DW,
    NEWS,
    NOW,
    SECRET,
    passages,
    quote,
)

OTTERS = "Ninety sea otters were counted in the bay of Elkhorn."
TITLE = "Otters of Elkhorn, counted again"
URL = "https://otters.example/1"
HIDDEN = Article("secret/otters", "secret", TITLE, URL, "Otter Post", ("Ota Ott",), NOW, OTTERS)
FEED = "https://paper.example/feed"
# Of anything that tells of the story: its words and names, and the ids that would lead there.
MARKS = ("otter", "elkhorn", "ota ott", SECRET.title.casefold(), HIDDEN.version)
THERE = Caller("U1", DESK)

# What shows something of a story where it may be spoken of, and what never does. A new command or
# button belongs into one of them.
TELLS = frozenset(
    """stories story timeline said follow unfollow following scope track untrack feedback
    gaps""".split()
)
KEEPS_QUIET = frozenset(
    """pings links publish note corrections language listen replies askers questions waiting forget
    help""".split()
)
PRESSES_THAT_TELL = frozenset(
    (More, Context, Nearest, Share, AskAll, Turn, Export, ExportStory, Cite, Choose)
)
QUIET_PRESSES = frozenset((Rate, TellMe, Untell, Help))


def hidden_quote(also_in: tuple[Article, ...] = ()) -> Quote:
    link = quote_link(URL, OTTERS, 0, len(OTTERS))
    return Quote(HIDDEN, 0, len(OTTERS), OTTERS, ((0, 6),), link, 0.0, 0.9, also_in)


@pytest.fixture
def limited(talk: Talk) -> Talk:
    """Two stories are asked of, followed and tracked everywhere; then one of them is limited."""
    told = Development(quote(DW), (HIDDEN,))
    talk.held.articles = [HIDDEN, DW]
    talk.held.developments = [told, Development(hidden_quote((DW,)), (DW,))]
    talk.shelf.found = [hidden_quote((DW,)), quote(DW, also_in=(HIDDEN,)), quote(DW, 2, 0.8)]
    talk.catalog.add_versions([(HIDDEN, _passage())], NOW)
    talk.conversation.sources().book.sources["secret"] = [FEED]  # type: ignore[attr-defined]
    return talk


def prepared(talk: Talk, *callers: Caller) -> list[Told]:
    """As it was before the story was limited: it was followed, quoted and asked of everywhere; the
    replies. Whatever an earlier try has ended begins anew."""
    talk.shelf.limit("secret")
    told = []
    for caller in callers:
        talk.gives("scope", {"stories": "all"}, caller)
        talk.gives("follow", {"story": "secret", "rhythm": "now"}, caller)
        talk.gives("questions", {"turn": "on"}, caller)
        told += replies(talk, caller.place)
    talk.shelf.limit("secret", DESK.name)
    return told


def _passage() -> list[Any]:
    (first, hash), *_ = passages(DW)
    whole_text = replace(first, id="otters", version=HIDDEN.version, start=0, end=len(OTTERS))
    return [(whole_text, hash)]


def contents(document: Document) -> str:
    """All that anybody could read of it, also in its files."""
    shown = whole(document)
    files = [part for part in (*shown.head, *shown.below) if isinstance(part, File)]
    return "\n".join([repr(shown), document.summary, *map(_inside, files)])


def _inside(file: File) -> str:
    if not zipfile.is_zipfile(io.BytesIO(file.content)):
        return file.name + file.content.decode()
    with zipfile.ZipFile(io.BytesIO(file.content)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def tells(make: Callable[[], object]) -> bool:
    """Whether what is shown tells of the story."""
    try:
        made = make()
    except Exception as error:
        made = error_document(error)
    said = contents(made) if isinstance(made, Document) else repr(made)
    return any(mark in said.casefold() for mark in MARKS)


_STORIES = (Takes.STORY, Takes.STORIES, Takes.FOLLOWED)


def typed(command: Command) -> Iterator[Mapping[str, str]]:
    """What could be tried with it, as Discord sends it and as Slack does: each way to name a
    story with everything else and with nothing else, and each choice once."""
    choices = max((len(one.choices) for one in command.arguments), default=1) or 1
    tried = set[tuple[str, ...]]()
    for story, all_, choice in product(_NAMED, (True, False), range(choices)):
        values = tuple(_value(one, story, choice, all_=all_) for one in command.arguments)
        if values in tried:
            continue
        tried.add(values)
        named = zip(command.arguments, values, strict=True)
        yield {argument.name: value for argument, value in named if value}
        yield {UNREAD: " ".join(filter(None, values))}


# By its title it would be named by who types it: that may be repeated.
_NAMED = ("secret", "secre", "all", "")


def _value(argument: Argument, story: str, choice: int, *, all_: bool) -> str:
    if argument.takes in _STORIES:
        return story
    if not (all_ or argument.required):
        return ""
    match argument.takes:
        case Takes.CHOICE:
            return argument.choices[choice % len(argument.choices)]
        case Takes.ADDRESS:
            return FEED
        case Takes.RHYTHM:
            return "weekly on Monday at 09:00"
    return "who"


def replies(talk: Talk, place: Place = NEWS) -> list[Told]:
    """A public and a private reply that quote it, and a no whose nearest passage is of it."""
    kept, desk = [], talk.conversation.desk()
    for question, private in (("who leads it?", False), ("who counts them?", True)):
        asked = Asked(question, place, "1.1", "1.2", private=private, person=HERE.person)
        kept.append(desk.answer(asked, NOW))
    found = talk.shelf.found
    talk.shelf.found = [replace(one, confidence=0.01) for one in found]
    kept.append(desk.answer(Asked("and why?", place, "2.1", "2.2", person=HERE.person), NOW))
    talk.shelf.found = found
    for number, one in enumerate(kept):
        StoredReplies(talk.catalog.database).sent(one.id, "1.1", f"9.{number}")
        talk.conversation.feedback.rate(one.id, HERE.person, True, NOW)
    return kept


def proposed(talk: Talk, caller: Caller) -> list[str]:
    """Sources of the story that wait to be confirmed, one for each choice."""
    talk.shelf.limit("secret")
    sources = talk.conversation.sources()
    found = [
        sources.track(caller.place, f"{FEED}/{choice.value}", "secret", caller.person, NOW)
        for choice in Choice
    ]
    talk.shelf.limit("secret", DESK.name)
    return [one.proposal.id for one in found]


def actions(told: list[Told], proposals: list[str]) -> Iterator[Action]:
    mark = story_mark("secret")
    for one in told:
        yield from (More(one.id, 0), Nearest(one.id), Context(one.id, 0, 3), Cite(one.id, 0, 3))
        yield from (Share(one.id, 3, "who?"), AskAll(one.id, "who?"), Rate(one.id, True))
        yield TellMe(one.id, mark, "who?")
        yield from (Export(one.id, 0, 3, kind, "who?") for kind in Format)
    for timeline, kind in product((True, False), Format):
        yield ExportStory(mark, timeline, kind)
    yield from (Turn(mark, 0, newest_first) for newest_first in (True, False))
    yield from (Choose(id, choice) for id, choice in zip(proposals, Choice, strict=True))
    yield from (Untell("f" * 32), Help())


def press(talk: Talk, caller: Caller, action: Action) -> object:
    match action:
        case Share():
            return shared(talk.conversation, caller, action).document
        case AskAll(_, question):
            return ask(talk, caller, question)
    return pressed(talk.conversation, caller, action)


def ask(talk: Talk, caller: Caller, question: str, thread: str = "", story: str = "") -> Document:
    asked = Asked(question, caller.place, thread, "", story=story, person=caller.person)
    told = talk.conversation.desk().answer(asked, NOW)
    return reply_document(told, private=True, repeated=True, authors=True)


def asking(talk: Talk, caller: Caller) -> Iterator[Callable[[], object]]:
    """Questions, follow-ups below a reply that quoted it, a link, and what is there unasked."""
    yield lambda: ask(talk, caller, "who leads it?")
    yield lambda: ask(talk, caller, "and how many?", thread="1.1")
    yield lambda: ask(talk, caller, "who leads it?", story="secret")
    yield lambda: ask(talk, caller, "who said what? and how many were there?")
    yield lambda: talk.conversation.desk().said("Ota", "", "", caller.place, NOW)
    suggestions = Suggestions(
        talk.conversation.desk, lambda: "g1", lambda stories, n: talk.held.newest(stories, n)
    )
    yield lambda: suggestions.at(caller.place, NOW)
    links = LinkDesk(talk.conversation.desk(), talk.held, Tracked())
    yield lambda: linked_document(links.about(caller.place, [URL]))
    yield lambda: URL if links.knows(caller.place, [URL]) else ""
    completion = Completion(talk.conversation)
    for takes, begun in product(Takes, ("", "o", "w", "s")):
        yield partial(completed, completion, takes, begun, caller.place)


class Tracked:
    """The otters' page, whose link somebody writes."""

    def at(self, urls: Sequence[str]) -> Mapping[str, Sequence[Page]]:
        page = Page(HIDDEN.id, "secret", HIDDEN.version, withdrawn=False, changed=NOW)
        return {url: [page] for url in urls}


def completed(completion: Completion, takes: Takes, begun: str, place: Place) -> list[str]:
    return [one.name for one in completion.choices(takes, begun, place)]


def test_every_command_and_button_is_tried_here() -> None:
    assert set(COMMANDS) == TELLS | KEEPS_QUIET
    assert set(get_args(Action)) == PRESSES_THAT_TELL | QUIET_PRESSES
    assert TELLS.isdisjoint(KEEPS_QUIET)
    assert PRESSES_THAT_TELL.isdisjoint(QUIET_PRESSES)


def telling_commands(talk: Talk, caller: Caller) -> set[str]:
    """The commands, each tried in every way, that tell of the story there."""
    found = set()
    for name, command in COMMANDS.items():
        for number, given in enumerate(typed(command)):
            # What an earlier try has set would hide what this one tells.
            if command.needs or number == 0:
                prepared(talk, caller)
            if tells(partial(answered, talk.conversation, command, caller, given)):
                found.add(name)
    return found


def telling_presses(talk: Talk, caller: Caller) -> set[type[Action]]:
    """The buttons that do, those of replies that were given here and there."""
    told = prepared(talk, HERE, THERE)
    assert all(TITLE in repr(one) for one in told)
    return {
        type(a)
        for a in actions(told, proposed(talk, caller))
        if tells(partial(press, talk, caller, a))
    }


@pytest.mark.slow
def test_where_a_story_may_be_spoken_of_use_cases_tell_of_it(limited: Talk) -> None:
    """Or the next test would find nothing however much was told."""
    assert telling_commands(limited, THERE) == TELLS
    assert telling_presses(limited, THERE) == PRESSES_THAT_TELL
    assert any(tells(each) for each in asking(limited, THERE))


@pytest.mark.slow
def test_no_use_case_tells_anything_of_a_story_that_is_limited_to_another_channel(
    limited: Talk,
) -> None:
    assert telling_commands(limited, HERE) == set()
    assert telling_presses(limited, HERE) == set()
    direct = Caller("U1", replace(NEWS, channel="D0DIRECT"))
    for caller in (HERE, direct):
        assert [n for n, each in enumerate(asking(limited, caller)) if tells(each)] == []
    assert not tells(lambda: home(limited.conversation))


def test_nor_does_a_search_that_forgets_where_it_may_look(
    limited: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What search finds is looked at once more before it is shown."""
    find = limited.shelf.find
    monkeypatch.setattr(
        limited.shelf,
        "find",
        lambda question, stories, *more, **named: find(
            question, {"secret", "japan"}, *more, **named
        ),
    )
    told = prepared(limited, HERE)
    assert not any(tells(each) for each in asking(limited, HERE))
    assert not any(
        tells(partial(press, limited, HERE, a)) for a in actions(told, proposed(limited, HERE))
    )
