"""The sentences about whom news reach and which: words that they must hold, whom they ping, direct
messages. None is about the news."""
# ruff: noqa: UP032  (what is to be translated is one text with placeholders)

from collections.abc import Sequence


def only_with_any(words: Sequence[str]) -> str:
    """Which articles are told: those with one of the words."""
    return "only with {words}".format(words=" or ".join(f"“{word}”" for word in words))


def only_with_all(words: Sequence[str]) -> str:
    """Which articles are told: those with all of the words."""
    return "only with {words}".format(words=" and ".join(f"“{word}”" for word in words))


def without(words: Sequence[str]) -> str:
    """Which articles are not told."""
    return "without {words}".format(words=", ".join(f"“{word}”" for word in words))


def told_only(which: str) -> str:
    """That not all articles are told; `which` as the sentences above."""
    return "Told are articles {which}.".format(which=which)


def and_or_or() -> str:
    """That "and" and "or" can't be mixed."""
    return (
        "write “or” between words of which one is enough, or “and” between words that are all "
        "needed, not both"
    )


def both_with_and_without(word: str) -> str:
    """That no article could be told."""
    return "“{word}” can't be both wanted and unwanted".format(word=word)


def no_word(typed: str) -> str:
    """That something is no word."""
    return "{typed!r} has no letter and no figure in it; write words, or phrases in “…”".format(
        typed=typed
    )


def word_too_long(most: int) -> str:
    """That a word or phrase is too long."""
    return "a word or phrase may have {most} characters".format(most=most)


def too_many_words(most: int) -> str:
    """That there are too many."""
    return "at most {most} words or phrases can be named".format(most=most)


def followed_for_you(story: str) -> str:
    """That news of a story come in a direct message from now on."""
    return "“{story}” is followed for you alone: new articles come in a direct message.".format(
        story=story
    )


def digest_for_you(story: str, rhythm: str, first: str) -> str:
    """The same, in digests, of which the first may come then."""
    return (
        "“{story}” is followed for you alone, {rhythm}, in a direct message. The first digest may "
        "come on {first}."
    ).format(story=story, rhythm=rhythm, first=first)


def no_direct_message() -> str:
    """That there are no direct messages at this door."""
    return "I can't write you a direct message here; type it in a direct message to me"


def direct_message_refused(why: str) -> str:
    """That the platform opens none."""
    return "I can't write you a direct message: {why}".format(why=why)


def not_in_direct_messages(story: str) -> str:
    """That a story is kept to its channels."""
    return (
        "“{story}” may only be spoken of in its channels, so it can't be followed in a direct "
        "message"
    ).format(story=story)


def not_yours() -> str:
    """That what was typed was read as for the channel, after all."""
    return "write “to me” at the very end to have it for yourself"


def unfollowed_all_for_you() -> str:
    """That nothing comes in a direct message any more."""
    return "No story is followed for you alone any more."


def not_yet_for_you(story: str) -> str:
    """That there was nothing to end."""
    return "“{story}” was not followed for you alone.".format(story=story)


def unfollowed_for_you(story: str) -> str:
    """That nothing of the story comes in a direct message any more."""
    return "“{story}” is not followed for you alone any more.".format(story=story)


def followed_by_you() -> str:
    """What stands above what comes in a direct message."""
    return "Followed for you alone, in our direct message:"


def nothing_followed_by_you() -> str:
    """That nothing does; behind it stands how to have it."""
    return "No story is followed for you alone. Have one with: "


# --------------------------------------------------------------------------------------- pings


def each_notice_pings(name: str) -> str:
    """Whom the notices of a follow ping."""
    return "Each notice pings {name}.".format(name=name)


def pings(name: str) -> str:
    """The same in a list of facts."""
    return "pings {name}".format(name=name)


def whom_to_ping() -> str:
    """That nobody was named."""
    return "name the role or group, such as @newsroom"


def no_such_group(typed: str) -> str:
    """That nobody there is called so."""
    return "there is no role or group {typed!r} that could be pinged here".format(typed=typed)


def ping_not_allowed(name: str) -> str:
    """That a manager has to allow it first."""
    return "news may not ping {name} here; who manages this place can allow it with “pings”".format(
        name=name
    )


def nobody_pinged_alone() -> str:
    """That a direct message pings nobody else."""
    return "a direct message comes to you alone, and pings nobody else; leave out the ping"


def allowed_pings() -> str:
    """What stands above whom news may ping."""
    return "News may ping here:"


def no_pings() -> str:
    """That they may ping nobody; behind it stands how to allow it."""
    return "News may ping nobody here. To allow it: "


def to_forbid() -> str:
    """Behind it stands how."""
    return "To forbid it: "
