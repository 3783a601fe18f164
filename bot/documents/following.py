"""What a place follows → the documents that say so. Pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot import wording
from bot.conversation import type_
from bot.documents.listings import named
from bot.documents.tree import (
    Below,
    Channel,
    Day,
    Document,
    Entry,
    Group,
    Heading,
    Line,
    Paragraph,
    Person,
    Style,
    Words,
    filled,
    joined,
    line,
    said,
)
from bot.followers import Followed
from bot.following import Pace
from bot.safe_text import one_line

_LONGEST_NAME = 100


def followed_document(followed: Followed) -> Document:
    """What is followed now, from when on, and how it ends."""
    follow = followed.follow
    digest = ""
    if follow.rhythm.pace is not Pace.NOW:
        digest = wording.moment(follow.due.astimezone(ZoneInfo(follow.rhythm.zone)))
    rhythm = follow.rhythm.in_words()
    sentence = wording.followed(title_of(followed), rhythm, digest)
    end = filled(wording.TO_END(), command=type_("unfollow", story=follow.story))
    return said(sentence, " ", end)


def following_document(
    follows: Sequence[Followed], *, corrections: bool, thread: str = ""
) -> Document:
    """What is followed here; `corrections`: whether they are told here; `thread`: the one in which
    it is asked: what is told in another is shown with where."""
    switched = corrections_line(corrections)
    if not follows:
        follow = filled(wording.TO_FOLLOW(), command=type_("follow", story="STORY"))
        nothing = line(wording.NOTHING_FOLLOWED(), " ", follow)
        return Document(
            wording.NOTHING_FOLLOWED(), (Entry(((Paragraph(nothing), Paragraph(switched)),)),)
        )

    def below(shown: int) -> tuple[Below, ...]:
        left = len(follows) - shown
        more = (Paragraph(line(wording.more(left))),) if left else ()
        return (*more, Paragraph(switched))

    titles = ", ".join(title_of(one) for one in follows)
    return Document(
        f"{wording.FOLLOWED_HERE()} {titles}",
        tuple(Entry((_entry(one, thread),)) for one in follows),
        (Heading(line(wording.FOLLOWED_HERE())),),
        below,
    )


def corrections_line(on: bool) -> Line:
    """Whether they are told, and how to switch that."""
    now = wording.CORRECTIONS_ON() if on else wording.CORRECTIONS_OFF()
    switch = type_("corrections", turn="off" if on else "on")
    return line(now, " ", filled(wording.TO_SWITCH(), command=switch))


def title_of(followed: Followed) -> str:
    """The story's title, or, where it is gone, its slug."""
    title = followed.story.title if followed.story else followed.follow.story
    return one_line(title, _LONGEST_NAME) or wording.UNTITLED()


def _entry(followed: Followed, thread: str) -> Group:
    follow = followed.follow
    facts = [
        line(follow.rhythm.in_words()),
        filled(wording.SINCE(), day=Day(follow.since)),
        filled(wording.ASKED_FOR_BY(), person=Person(follow.person)),
    ]
    if followed.story is None:
        facts.append(line(wording.STORY_GONE()))
    if follow.place.thread not in ("", thread):
        facts.append(line(Channel(follow.place.thread)))
    head = named(followed.story) if followed.story else line(Words(title_of(followed), Style.BOLD))
    quiet = wording.quiet(one_line(follow.quiet)) if follow.quiet else ""
    trouble = (Paragraph(line(quiet)),) if quiet else ()
    return (Paragraph(head), Paragraph(joined(facts), small=True), *trouble)
