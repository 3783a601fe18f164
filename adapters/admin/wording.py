"""The sentences that only the desk's page says. Its headings and labels stand in the templates."""

from math import ceil


def wrong_token() -> str:
    """What was typed opens nothing."""
    return "This is not the token; copy it from PULLQUOTE_ADMIN_TOKEN and try again."


def no_token() -> str:
    """Nothing was typed."""
    return "The token is missing; copy it from PULLQUOTE_ADMIN_TOKEN."


def tried_too_often(seconds: float) -> str:
    """When it may be tried again."""
    return f"The token was tried too often from your address; try again in {ceil(seconds)} s."


def signed_out() -> str:
    """That the session has ended."""
    return "You are signed out."


def strange_host() -> str:
    """The request named a host under which the page isn't known."""
    return (
        "The page is not served under this name; open it by its address, or set "
        "PULLQUOTE_ADMIN_URL to the address that you use."
    )


def strange_form() -> str:
    """A form that is none of this session's pages."""
    return "This form is not of your session any more; go back, load the page anew and try again."


def no_such_page() -> str:
    """404."""
    return "There is no such page; begin with the stories."


def not_that_way() -> str:
    """405."""
    return "This address takes no request of that kind; go back and use the page's own buttons."


def too_large() -> str:
    """413."""
    return "That is more than this form takes; shorten it and send it again."


def not_understood() -> str:
    """Any other 4xx."""
    return "This request can't be understood; go back, load the page anew and try again."


def no_such_article() -> str:
    """An id that no version is held of."""
    return "No version of this article is held; find it in the list of its story's articles."


def question_missing() -> str:
    """Nothing was asked."""
    return "Write a question first."


def address_missing() -> str:
    """Nothing to track."""
    return "Write the address of a feed, a site or an article first."


def failing_sources(count: int) -> str:
    """How many of a story's sources can't be read."""
    return f"{count} source can't be read" if count == 1 else f"{count} sources can't be read"


def limited_to(channels: str) -> str:
    """Where else than here the story may be spoken of."""
    return f"Limited to {channels}: in no other channel is it spoken of."


def source_next_step() -> str:
    """What can be done about a source that can't be read."""
    return (
        "It is asked again by itself. Open it in a browser; if it has moved or ended, remove it "
        "and add its new address."
    )


def source_quiet(days: int) -> str:
    """It can be read, and lists nothing new."""
    return f"Lists nothing new for {days} days; see whether it is still kept."


def left_out(count: int) -> str:
    """What a source lists beyond the limit."""
    return f"{count} older item is left out" if count == 1 else f"{count} older items are left out"


def on_this_page() -> str:
    """Where a question of the page was answered."""
    return "on this page"


def in_private() -> str:
    """A reply that one person alone saw."""
    return "to one person alone"


def more_times(count: int) -> str:
    """How often else."""
    return f"and {count} time more" if count == 1 else f"and {count} times more"


def words_gone() -> str:
    """A correction whose article or reply isn't held any more."""
    return "Its words can't be shown any more: the article or its versions are not held."


def version(number: int, read: str) -> str:
    """What one of an article's versions is called."""
    return f"Version {number}, read {read}"


def changed_paragraphs(count: int) -> str:
    """How much differs."""
    if not count:
        return "They read the same, word for word; a date, an address or a name may differ."
    return "1 paragraph differs." if count == 1 else f"{count} paragraphs differ."


def ready(is_ready: bool) -> str:
    """Whether questions are answered."""
    if is_ready:
        return "Everything that answering needs is well."
    return "Something that answering needs is not well; the parts below say what."


def lasted(seconds: float) -> str:
    """How long something has been as it is."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size:.0f} {unit}"
    return f"{seconds:.0f} s"


def ago(seconds: float) -> str:
    """How long it is past."""
    return f"{lasted(max(seconds, 0))} ago"


def nothing_indexed() -> str:
    """There is no index yet."""
    return "nothing is indexed yet; run: pullquote reindex"


def waiting(count: int, since: str) -> str:
    """How many are not delivered yet; `since`: for how long the oldest isn't."""
    return f"{count}{since}"


def waiting_since(seconds: float) -> str:
    """For how long the oldest has waited."""
    return f", the oldest for {lasted(max(seconds, 0))}"


def in_line(count: int, most: int) -> str:
    """How many pieces of work wait for a thread."""
    return f"{count} of at most {most} in line"


def no_chat() -> str:
    """Nothing is delivered anywhere."""
    return "no chat is set up"


def gaps_lead() -> str:
    """Above the list of questions that nothing answered."""
    return "Those that ask the same stand together; what is still open comes first."


def no_gaps() -> str:
    """In place of that list."""
    return (
        "No question that nothing answered is kept. They are where an admin types /questions on "
        "in a channel."
    )


def more_places(count: int) -> str:
    """How many channels aren't named."""
    return f"and {count} more"
