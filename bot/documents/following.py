"""What a place follows → the documents that say so. Pure."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot import follow_wording, wording
from bot.commands.command import ME
from bot.conversation import type_
from bot.documents.listings import named
from bot.documents.tree import (
    Below,
    Bullets,
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
from bot.pings import Pinged
from bot.safe_text import marked, one_line
from bot.wanted_words import WantedWords

_LONGEST_NAME = 100


def followed_document(followed: Followed, *, alone: bool = False) -> Document:
    """What is followed now, from when on, and how it ends; `alone`: for a person, in their direct
    message."""
    follow = followed.follow
    digest = ""
    if follow.rhythm.pace is not Pace.NOW:
        digest = wording.moment(follow.due.astimezone(ZoneInfo(follow.rhythm.zone)))
    title, rhythm = title_of(followed), follow.rhythm.in_words()
    to = {"to": ME} if alone else {}
    if not alone:
        sentence = wording.followed(title, rhythm, digest)
    elif digest:
        sentence = follow_wording.digest_for_you(title, rhythm, digest)
    else:
        sentence = follow_wording.followed_for_you(title)
    only = follow_wording.told_only(words_in_words(follow.words)) if follow.words else ""
    pinged = follow_wording.each_notice_pings(one_line(follow.ping.name)) if follow.ping else ""
    end = filled(wording.TO_END(), command=type_("unfollow", story=follow.story, **to))
    return said(" ".join(filter(None, (sentence, only, pinged))), " ", end)


def following_document(
    follows: Sequence[Followed], *, corrections: bool, thread: str = "", alone: bool = False
) -> Document:
    """What is followed here; `corrections`: whether they are told here; `thread`: the one in which
    it is asked: what is told in another is shown with where. `alone`: what a person follows in
    their direct message, looked at from elsewhere."""
    switched = corrections_line(corrections)
    if not follows and alone:
        follow = filled(wording.TO_FOLLOW(), command=type_("follow", story="STORY", to=ME))
        return said(follow_wording.nothing_followed_by_you(), " ", follow)
    if not follows:
        follow = filled(wording.TO_FOLLOW(), command=type_("follow", story="STORY"))
        nothing = line(wording.NOTHING_FOLLOWED(), " ", follow)
        return Document(
            wording.NOTHING_FOLLOWED(), (Entry(((Paragraph(nothing), Paragraph(switched)),)),)
        )
    heading = follow_wording.followed_by_you() if alone else wording.FOLLOWED_HERE()

    def below(shown: int) -> tuple[Below, ...]:
        left = len(follows) - shown
        more = (Paragraph(line(wording.more(left))),) if left else ()
        return more if alone else (*more, Paragraph(switched))

    titles = ", ".join(title_of(one) for one in follows)
    return Document(
        f"{heading} {titles}",
        tuple(Entry((_entry(one, thread),)) for one in follows),
        (Heading(line(heading)),),
        below,
    )


def corrections_line(on: bool) -> Line:
    """Whether they are told, and how to switch that."""
    now = wording.CORRECTIONS_ON() if on else wording.CORRECTIONS_OFF()
    switch = type_("corrections", turn="off" if on else "on")
    return line(now, " ", filled(wording.TO_SWITCH(), command=switch))


def pings_document(allowed: Sequence[Pinged]) -> Document:
    """Whom news may ping here, and how to set it."""
    if not allowed:
        allow = type_("pings", turn="allow", whom="@NAME")
        return said(
            follow_wording.no_pings(), " ", filled(follow_wording.to_allow(), command=allow)
        )
    names = [one_line(one.name, _LONGEST_NAME) for one in allowed]
    forbid = filled(follow_wording.to_forbid(), command=type_("pings", turn="forbid", whom="@NAME"))
    return Document(
        f"{follow_wording.allowed_pings()} {', '.join(names)}",
        tuple(Entry(((Bullets((line(name),)),),)) for name in names),
        (Heading(line(follow_wording.allowed_pings())),),
        lambda _shown: (Paragraph(forbid),),
    )


def words_in_words(words: WantedWords) -> str:
    """only with “okinawa” or “guam”, without “sport”."""
    wanted = follow_wording.only_with_all if words.every else follow_wording.only_with_any
    shown = (
        wanted(words.wanted) if words.wanted else "",
        follow_wording.without(words.unwanted) if words.unwanted else "",
    )
    return marked(one_line(", ".join(filter(None, shown))))


def title_of(followed: Followed) -> str:
    """The story's title, or, where it is gone, its slug."""
    title = followed.story.title if followed.story else followed.follow.story
    return one_line(title, _LONGEST_NAME) or wording.UNTITLED()


def _entry(followed: Followed, thread: str) -> Group:
    follow = followed.follow
    facts = [
        line(follow.rhythm.in_words()),
        line(words_in_words(follow.words)),
        line(follow_wording.pings(one_line(follow.ping.name)) if follow.ping else ""),
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
