"""/follow, /unfollow, /following and /corrections: what each changes and shows."""

from bot import wording
from bot.commands.command import Caller, Given
from bot.commands.reading import ALL
from bot.conversation import Conversation
from bot.documents.following import (
    corrections_line,
    followed_document,
    following_document,
    title_of,
)
from bot.documents.tree import Document, said


def follow(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """From now on the place hears of the story."""
    followed = conversation.followers().follow(
        caller.place,
        given["story"],
        given.get("rhythm", ""),
        caller.person,
        conversation.now(),
        zone=caller.zone,
        via=caller.via,
    )
    return followed_document(followed)


def unfollow(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """It hears of it, or of all, no more."""
    followers, slug = conversation.followers(), given["story"]
    here = {one.follow.story: one for one in followers.following(caller.place)}
    if slug == ALL and ALL not in here:
        for each in here:
            followers.unfollow(caller.place, each)
        return said(wording.UNFOLLOWED_ALL())
    ended = followers.unfollow(caller.place, slug)
    if slug in here:
        title = title_of(here[slug])
    else:
        title = conversation.desk().stories(caller.place)[slug].title
    sentence = wording.UNFOLLOWED if ended else wording.NOT_FOLLOWED
    return said(sentence(story=title))


def following(conversation: Conversation, caller: Caller, _given: Given) -> Document:
    """What it hears of."""
    followers = conversation.followers()
    on = followers.switches.corrections(caller.place)
    followed = followers.following(caller.place)
    return following_document(followed, corrections=on, thread=caller.place.thread)


def corrections(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Whether it hears of corrections, once that is set."""
    switches = conversation.followers().switches
    if turn := given.get("turn"):
        switches.set_corrections(caller.place, turn == "on", conversation.now())
    on = switches.corrections(caller.place)
    sentence = wording.CORRECTIONS_ON() if on else wording.CORRECTIONS_OFF()
    return said(sentence, *corrections_line(on)[1:])
