"""/follow, /unfollow, /following, /pings and /corrections: what each changes and shows."""

from collections.abc import Sequence

from bot import follow_wording, wording
from bot.commands.command import ME, Caller, Given
from bot.commands.reading import ALL
from bot.conversation import Conversation
from bot.documents.following import (
    corrections_line,
    followed_document,
    following_document,
    pings_document,
    title_of,
)
from bot.documents.tree import Document, said
from bot.pings import Pinged
from bot.wanted_words import wanted_words
from retrieval.errors import WrongUse


def follow(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """From now on the place, or with `to` the person alone, hears of the story."""
    words = wanted_words(given.get("with", ""), given.get("without", ""))
    ping, alone = None, _alone(given)
    if "ping" in given:
        if alone:
            raise WrongUse(follow_wording.nobody_pinged_alone())
        ping = _allowed_ping(conversation, caller, given["ping"])
    if alone:
        caller = _in_direct_message(conversation, caller, given["story"])
    followed = conversation.followers().follow(
        caller.place,
        given["story"],
        given.get("rhythm", ""),
        caller.person,
        conversation.now(),
        zone=caller.zone,
        via=caller.via,
        words=words,
        ping=ping,
    )
    return followed_document(followed, alone=alone)


def unfollow(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """It hears of it, or of all, no more."""
    alone, typed_at = _alone(given), caller.place
    if alone:
        caller = conversation.door.direct(caller)
    followers, slug = conversation.followers(), given["story"]
    here = {one.follow.story: one for one in followers.following(caller.place)}
    if slug == ALL and ALL not in here:
        for each in here:
            followers.unfollow(caller.place, each)
        everything = follow_wording.unfollowed_all_for_you if alone else wording.UNFOLLOWED_ALL
        return said(everything())
    if slug in here:
        title = title_of(here[slug])
    else:
        stories = conversation.desk().stories(typed_at)
        title = stories[slug].title if slug in stories else slug
    # What may not be spoken of in a direct message was never followed there.
    ended = (slug in here or not alone) and followers.unfollow(caller.place, slug)
    if alone:
        said_so = follow_wording.unfollowed_for_you if ended else follow_wording.not_yet_for_you
        return said(said_so(title))
    sentence = wording.UNFOLLOWED if ended else wording.NOT_FOLLOWED
    return said(sentence(story=title))


def following(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """What it hears of."""
    if alone := _alone(given):
        caller = conversation.door.direct(caller)
    followers = conversation.followers()
    on = followers.switches.corrections(caller.place)
    followed = followers.following(caller.place)
    return following_document(followed, corrections=on, thread=caller.place.thread, alone=alone)


def pings(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Whom news may ping there, once that is set."""
    kept = conversation.followers().pings
    if turn := given.get("turn"):
        if "whom" not in given:
            raise WrongUse(follow_wording.whom_to_ping())
        if turn == "allow":
            pinged = conversation.door.pinged(caller, given["whom"])
            kept.allow(caller.place, pinged, caller.person, conversation.now())
        else:
            gone = _known(kept.allowed(caller.place), given["whom"])
            gone = gone or conversation.door.pinged(caller, given["whom"])
            kept.forbid(caller.place, gone.id)
    return pings_document(kept.allowed(caller.place))


def corrections(conversation: Conversation, caller: Caller, given: Given) -> Document:
    """Whether it hears of corrections, once that is set."""
    switches = conversation.followers().switches
    if turn := given.get("turn"):
        switches.set_corrections(caller.place, turn == "on", conversation.now())
    on = switches.corrections(caller.place)
    sentence = wording.CORRECTIONS_ON() if on else wording.CORRECTIONS_OFF()
    return said(sentence, *corrections_line(on)[1:])


def _alone(given: Given) -> bool:
    return given.get("to") == ME


def _in_direct_message(conversation: Conversation, caller: Caller, story: str) -> Caller:
    """Who asks, in their direct message. Raises WrongUse where it may not be spoken of there."""
    direct, desk = conversation.door.direct(caller), conversation.desk()
    if story not in desk.stories(direct.place):
        # Known where this was typed: nothing is given away.
        raise WrongUse(
            follow_wording.not_in_direct_messages(desk.stories(caller.place)[story].title)
        )
    return direct


def _allowed_ping(conversation: Conversation, caller: Caller, typed: str) -> Pinged:
    """Raises WrongUse where news may not ping them there."""
    allowed = conversation.followers().pings.allowed(caller.place)
    if known := _known(allowed, typed):
        return known
    pinged = conversation.door.pinged(caller, typed)
    if pinged.id not in {one.id for one in allowed}:
        raise WrongUse(follow_wording.ping_not_allowed(pinged.name))
    return pinged


def _known(allowed: Sequence[Pinged], typed: str) -> Pinged | None:
    """By its name or id: also where it is gone from the platform."""
    said = typed.strip().removeprefix("@").casefold()
    names = ((one, (one.id.casefold(), one.name.removeprefix("@").casefold())) for one in allowed)
    return next((one for one, known_by in names if said in known_by), None)
