"""The sentences that only the desk's page says. Its headings and labels stand in the templates."""

from math import ceil

from bot.language import _, ngettext, number

# ------------------------------------------------------------------------------------ signing in


def wrong_token() -> str:
    """What was typed opens nothing."""
    return _("This is not the token; copy it from PULLQUOTE_ADMIN_TOKEN and try again.")


def no_token() -> str:
    """Nothing was typed."""
    return _("The token is missing; copy it from PULLQUOTE_ADMIN_TOKEN.")


def tried_too_often(seconds: float) -> str:
    """When it may be tried again."""
    said = _("The token was tried too often from your address; try again in {seconds} s.")
    return said.format(seconds=ceil(seconds))


def signed_out() -> str:
    """That the session has ended."""
    return _("You are signed out.")


# ------------------------------------------------------------------------------ what went wrong


def failed() -> str:
    """Above what went wrong."""
    return _("That did not work")


def on_to_stories() -> str:
    """The link below it."""
    return _("Go on to the stories")


def strange_host() -> str:
    """The request named a host under which the page isn't known."""
    return _(
        "The page is not served under this name; open it by its address, or set "
        "PULLQUOTE_ADMIN_URL to the address that you use."
    )


def strange_form() -> str:
    """A form that is none of this session's pages."""
    return _(
        "This form is not of your session any more; go back, load the page anew and try again."
    )


def no_such_page() -> str:
    """404."""
    return _("There is no such page; begin with the stories.")


def not_that_way() -> str:
    """405."""
    return _("This address takes no request of that kind; go back and use the page's own buttons.")


def too_large() -> str:
    """413."""
    return _("That is more than this form takes; shorten it and send it again.")


def not_understood() -> str:
    """Any other 4xx."""
    return _("This request can't be understood; go back, load the page anew and try again.")


def no_such_article() -> str:
    """An id that no version is held of."""
    return _("No version of this article is held; find it in the list of its story's articles.")


def question_missing() -> str:
    """Nothing was asked."""
    return _("Write a question first.")


def address_missing() -> str:
    """Nothing to track."""
    return _("Write the address of a feed, a site or an article first.")


# ------------------------------------------------------------------------------------ where to go


def back_to_sources() -> str:
    """A link."""
    return _("Back to the sources")


def to_ask() -> str:
    """A link."""
    return _("Ask a question")


# ------------------------------------------------------------------------------ stories and sources


def failing_sources(count: int) -> str:
    """How many of a story's sources can't be read."""
    said = ngettext("{count} source can't be read", "{count} sources can't be read", count)
    return said.format(count=number(count))


def limited_to(channels: str) -> str:
    """Where else than here the story may be spoken of."""
    said = _("Limited to {channels}: in no other channel is it spoken of.")
    return said.format(channels=channels)


def was_asked() -> str:
    """Of a source of which no more is known."""
    return _("asked")


def source_next_step() -> str:
    """What can be done about a source that can't be read."""
    return _(
        "It is asked again by itself. Open it in a browser; if it has moved or ended, remove it "
        "and add its new address."
    )


def source_quiet(days: int) -> str:
    """It can be read, and lists nothing new."""
    said = ngettext(
        "Lists nothing new for {count} day; see whether it is still kept.",
        "Lists nothing new for {count} days; see whether it is still kept.",
        days,
    )
    return said.format(count=number(days))


def left_out(count: int) -> str:
    """What a source lists beyond the limit."""
    said = ngettext("{count} older item is left out", "{count} older items are left out", count)
    return said.format(count=number(count))


# ------------------------------------------------------------------------------------ articles


def version(count: int, read: str) -> str:
    """What one of an article's versions is called."""
    return _("Version {number}, read {when}").format(number=number(count), when=read)


def changed_paragraphs(count: int) -> str:
    """How much differs."""
    if not count:
        return _("They read the same, word for word; a date, an address or a name may differ.")
    said = ngettext("{count} paragraph differs.", "{count} paragraphs differ.", count)
    return said.format(count=number(count))


def quote_number(count: int) -> str:
    """What a reference in the text leads to."""
    return _("Quote {number}").format(number=number(count))


def on_this_page() -> str:
    """Where a question of the page was answered."""
    return _("on this page")


def in_private() -> str:
    """A reply that one person alone saw."""
    return _("to one person alone")


def more_times(count: int) -> str:
    """How often else."""
    said = ngettext("and {count} time more", "and {count} times more", count)
    return said.format(count=number(count))


def words_gone() -> str:
    """A correction whose article or reply isn't held any more."""
    return _("Its words can't be shown any more: the article or its versions are not held.")


# ---------------------------------------------------------------------------------------- gaps


def gaps_lead() -> str:
    """Above the list of questions that nothing answered."""
    return _("Those that ask the same stand together; what is still open comes first.")


def no_gaps() -> str:
    """In place of that list."""
    return _(
        "No question that nothing answered is kept. They are where an admin types /questions on "
        "in a channel."
    )


def more_places(count: int) -> str:
    """How many channels aren't named."""
    return _("and {count} more").format(count=number(count))


# -------------------------------------------------------------------------------------- health


def ready(is_ready: bool) -> str:
    """Whether questions are answered."""
    if is_ready:
        return _("Everything that answering needs is well.")
    return _("Something that answering needs is not well; the parts below say what.")


def lasted(seconds: float) -> str:
    """How long something has been as it is."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"


def built(when: str, seconds: float) -> str:
    """When the index was, and how long that is past."""
    return _("{when}, {age} ago").format(when=when, age=lasted(max(seconds, 0)))


def nothing_indexed() -> str:
    """There is no index yet."""
    return _("nothing is indexed yet; run: pullquote reindex")


def questions_of(platform: str) -> str:
    """Of one chat."""
    return _("{platform}: questions").format(platform=platform)


def notices_of(platform: str) -> str:
    """Of one chat."""
    return _("{platform}: notices").format(platform=platform)


def waiting(count: int, seconds: float) -> str:
    """How many are not delivered yet; for how long the oldest isn't."""
    if not count:
        return number(count)
    said = _("{count}, the oldest for {age}")
    return said.format(count=number(count), age=lasted(max(seconds, 0)))


def in_line(count: int, most: int) -> str:
    """How many pieces of work wait for a thread."""
    return _("{count} of at most {most} in line").format(count=number(count), most=number(most))


def no_chat() -> str:
    """Nothing is delivered anywhere."""
    return _("no chat is set up")
