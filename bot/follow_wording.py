"""The sentences about whom news reach and which: words that they must hold, whom they ping, direct
messages. None is about the news."""

from collections.abc import Sequence

from bot.language import _, either, together


def only_with_any(words: Sequence[str]) -> str:
    """Which articles are told: those with one of the words."""
    return _("only with {words}").format(words=either([f"“{word}”" for word in words]))


def only_with_all(words: Sequence[str]) -> str:
    """Which articles are told: those with all of the words."""
    return _("only with {words}").format(words=together([f"“{word}”" for word in words]))


def without(words: Sequence[str]) -> str:
    """Which articles are not told."""
    return _("without {words}").format(words=", ".join(f"“{word}”" for word in words))


def told_only(which: str) -> str:
    """That not all articles are told; `which` as the sentences above."""
    return _("I pass on articles {which}.").format(which=which)


def and_or_or() -> str:
    """That "and" and "or" can't be mixed."""
    return _(
        "write “or” between words of which one is enough, or “and” between words that are all "
        "needed, not both"
    )


def both_with_and_without(word: str) -> str:
    """That no article could be told."""
    return _("“{word}” can't be both wanted and unwanted").format(word=word)


def no_word(typed: str) -> str:
    """That something is no word."""
    return _("{typed!r} has no letter and no figure in it; write words, or phrases in “…”").format(
        typed=typed
    )


def word_too_long(most: int) -> str:
    """That a word or phrase is too long."""
    return _("a word or phrase may have {most} characters").format(most=most)


def too_many_words(most: int) -> str:
    """That there are too many."""
    return _("at most {most} words or phrases can be named").format(most=most)


def followed_for_you(story: str) -> str:
    """That news of a story come in a direct message from now on."""
    return _("“{story}” is followed for you alone: new articles come in a direct message.").format(
        story=story
    )


def digest_for_you(story: str, rhythm: str, first: str) -> str:
    """The same, in digests, of which the first may come then."""
    return _(
        "“{story}” is followed for you alone, {rhythm}, in a direct message. The first digest may "
        "come on {first}."
    ).format(story=story, rhythm=rhythm, first=first)


def no_direct_message() -> str:
    """That there are no direct messages at this door."""
    return _("I can't write you a direct message here; type it in a direct message to me")


def direct_message_refused(why: str) -> str:
    """That the platform opens none."""
    return _("I can't write you a direct message: {why}").format(why=why)


def not_in_direct_messages(story: str) -> str:
    """That a story is kept to its channels."""
    return _(
        "“{story}” may only be spoken of in its channels, so it can't be followed in a direct "
        "message"
    ).format(story=story)


def not_yours() -> str:
    """That what was typed was read as for the channel, after all."""
    return _("write “to me” at the very end to have it for yourself")


def unfollowed_all_for_you() -> str:
    """That nothing comes in a direct message any more."""
    return _("No story is followed for you alone any more.")


def not_yet_for_you(story: str) -> str:
    """That there was nothing to end."""
    return _("“{story}” was not followed for you alone.").format(story=story)


def unfollowed_for_you(story: str) -> str:
    """That nothing of the story comes in a direct message any more."""
    return _("“{story}” is not followed for you alone any more.").format(story=story)


def followed_by_you() -> str:
    """What stands above what comes in a direct message."""
    return _("Followed for you alone, in our direct message:")


def nothing_followed_by_you() -> str:
    """That nothing does."""
    return _("No story is followed for you alone.")


# --------------------------------------------------------------------------------------- pings


def each_notice_pings(name: str) -> str:
    """Whom the notices of a follow ping."""
    return _("Each notice pings {name}.").format(name=name)


def pings(name: str) -> str:
    """The same in a list of facts."""
    return _("pings {name}").format(name=name)


def whom_to_ping() -> str:
    """That nobody was named."""
    return _("name the role or group, such as @newsroom")


def no_such_group(typed: str) -> str:
    """That nobody there is called so."""
    return _("there is no role or group {typed!r} that could be pinged here").format(typed=typed)


def ping_not_allowed(name: str) -> str:
    """That a manager has to allow it first."""
    return _(
        "news may not ping {name} here; who manages this place can allow it with “pings”"
    ).format(name=name)


def nobody_pinged_alone() -> str:
    """That a direct message pings nobody else."""
    return _("a direct message comes to you alone, and pings nobody else; leave out the ping")


def allowed_pings() -> str:
    """What stands above whom news may ping."""
    return _("News may ping here:")


def no_pings() -> str:
    """That they may ping nobody."""
    return _("News may ping nobody here.")


def to_allow() -> str:
    """How that is changed."""
    return _("To allow it: {command}")


def to_forbid() -> str:
    """How that is changed."""
    return _("To forbid it: {command}")
