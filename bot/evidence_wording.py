"""What people read of evidence that is taken along: in the file, below it, and in citations."""

from bot.evidence.checking import Finding, PageNow
from bot.evidence.pack import Format, Origin
from bot.language import Sentence, _, ngettext

# ------------------------------------------------------------------------------------- in the file

HEADING = Sentence("Evidence pack")
TITLE = Sentence("Evidence pack: {about}")
MADE = Sentence("Made by Pullquote {pullquote} on {when}.")
MOMENT = Sentence("{day}, {time} {zone}")
QUOTE_NUMBER = Sentence("Quote {number} of {total}")
HEADLINE_QUOTED = Sentence("The headline of the article.")
UNNAMED = Sentence("not given")

QUESTION_LABEL = Sentence("Question")
STORY_LABEL = Sentence("Story")
SOURCE_LABEL = Sentence("Source")
TITLE_LABEL = Sentence("Headline")
AUTHORS_LABEL = Sentence("Authors")
PUBLISHED_LABEL = Sentence("Published")
CHANGED_LABEL = Sentence("Changed")
FETCHED_LABEL = Sentence("Fetched")
LINK_LABEL = Sentence("Link")
ARTICLE_LABEL = Sentence("Article")
VERSION_LABEL = Sentence("Version")
TEXT_DIGEST_LABEL = Sentence("SHA-256 of the archived text")
PACK_DIGEST_LABEL = Sentence("SHA-256 of the data in this file")
PLACE_LABEL = Sentence("Place in the archived text")
PLACE = Sentence("characters {start} to {end} of {characters}")
SURE_LABEL = Sentence("Confidence")
ALSO_LABEL = Sentence("Also in")
CHANGED_BY_PAGE = Sentence("{when}, as the page says")
CHANGED_NOTICED = Sentence("noticed {when}")

SINCE_LABEL = Sentence("Since then")
UNCHANGED = Sentence("No change was noticed by the time of export.")
WITHDRAWN = Sentence("{when}: the article was withdrawn.")
STILL_STANDS = Sentence("{when}: the article changed; these words still stand in it.")
NOT_HELD_THEN = Sentence("{when}: the article changed; how it read then is not held any more.")
WORDS_GONE = Sentence("{when}: the article changed; these words are no longer in it.")
# The words that took their place follow.
NOW_READS = Sentence("{when}: the article changed. In place of the quoted words it reads:")

CITE_LABEL = Sentence("To cite it")
HOW_TO_CHECK = Sentence("How to check it")
CHECKING = (
    Sentence(
        "Whoever runs the Pullquote that made this file can check it with: pullquote verify FILE"
    ),
    Sentence(
        "That compares every quote, its context and what is said of its article with the archive, "
        "and what is shown here with the data that is part of this file. It says which pages have "
        "changed since."
    ),
    Sentence(
        "What holds stands, to the character, in the version of the article that has this digest, "
        "as that Pullquote fetched and keeps it. It does not prove that the paper wrote it, nor "
        "when; the question and the time of export are not kept and can't be checked."
    ),
    Sentence(
        "To check a quote by hand: the archived text is what “pullquote show ARTICLE --json” "
        "prints as long as that version is served; characters are counted from 0, as code points."
    ),
)

# --------------------------------------------------------------------------------- citations

UNDATED = Sentence("n.d.")
RETRIEVED = Sentence("retrieved {day}")
CITED = Sentence("To copy, as a line and in the style of the APA:")

# --------------------------------------------------------------------------------- in chats

EXPORT = Sentence("Export")
CITE = Sentence("Cite")
NOTHING_TO_EXPORT = Sentence("There is nothing to export: the articles have changed or are gone.")
NOT_EXPORTED = Sentence(
    "This evidence pack has {megabytes} MB, more than I can send; export less of it."
)
# A file can be shown to one person of a channel nowhere else.
SENT_DIRECTLY = Sentence("The evidence pack is in your direct messages with me.")
NOT_SENT = Sentence(
    "The evidence pack could not be sent to you; try again, or in a direct message with me."
)

# ---------------------------------------------------------------------------- in the terminal

NO_QUOTES = Sentence("there is no quote to export")
NO_QUOTES_ASKED = Sentence("there is no quote to export; ask in other words")
REPLY_NOT_KEPT = Sentence("no reply is kept under {id!r}; ids stand in: pullquote feedback --json")
DIFFERING = Sentence("not as held: {names}")
WORDS_STAND = Sentence("the quoted words still stand in it")
WORDS_LEFT = Sentence("the quoted words are no longer in it")
READS = Sentence("it reads now: “{words}”")
MOVED = Sentence("it moved to {url}")
SHOWN_DIFFERS = Sentence("What the file shows is not what its data says: somebody changed it.")
SHOWN_NOT_COMPARED = Sentence(
    "What the file shows was not compared with its data: another version of Pullquote drew it. "
    "Export it again to compare."
)
NOT_INTACT = Sentence("The data of the file is not as it was written: its digest differs.")


def claim(origin: Origin) -> str:
    """What the quotes of a file are said to do."""
    return {
        Origin.ANSWER: _("These quotes answer the question."),
        Origin.POSSIBLE: _("These quotes may answer the question."),
        Origin.NEAREST: _(
            "Nothing that was tracked answered the question. These are the nearest passages, which "
            "may not answer it."
        ),
        Origin.TIMELINE: _("Each quote tells a development of the story, oldest first."),
        Origin.STORY: _("The newest articles of the story by their headlines, newest first."),
    }[origin]


def as_kind(kind: Format) -> str:
    """The button that makes a file of another kind."""
    return {
        Format.HTML: _("As a page (HTML)"),
        Format.MARKDOWN: _("As Markdown"),
        Format.JSON: _("As JSON"),
        Format.WORD: _("For Word (DOCX)"),
    }[kind]


def file_made(count: int) -> str:
    """Beside a file of evidence."""
    said = ngettext(
        "Evidence pack with {count} quote. How to check it stands in it.",
        "Evidence pack with {count} quotes. How to check it stands in it.",
        count,
    )
    return said.format(count=count)


def saved(file: str, count: int) -> str:
    """What was written where."""
    said = ngettext(
        "saved {file} with {count} quote; check it with: pullquote verify {file}",
        "saved {file} with {count} quotes; check it with: pullquote verify {file}",
        count,
    )
    return said.format(file=file, count=count)


def finding(found: Finding) -> str:
    """What is found of a quote, after its number."""
    return {
        Finding.HOLDS: _("holds"),
        Finding.DIFFERS: _("differs"),
        Finding.NOT_HELD: _("not held: this version of the article is not kept any more"),
        Finding.UNKNOWN: _("not ours: nothing of this article was ever held here"),
    }[found]


def page_now(page: PageNow, when: str) -> str:
    """What is known of a page today; `when` it was last noticed that it changed, "" if unknown."""
    noticed = {
        PageNow.CHANGED: _("its page changed since, noticed {when}"),
        PageNow.WITHDRAWN: _("its article was withdrawn, noticed {when}"),
    }
    if when and page in noticed:
        return noticed[page].format(when=when)
    return {
        PageNow.SAME: _("its page is as quoted"),
        PageNow.CHANGED: _("its page changed since"),
        PageNow.WITHDRAWN: _("its article was withdrawn"),
        PageNow.GONE: _("its page is tracked no more"),
    }[page]


def all_hold(count: int) -> str:
    """The last line where all is well."""
    return ngettext("The quote holds.", "All {count} quotes hold.", count).format(count=count)


def not_all_hold(holding: int, count: int) -> str:
    """The last line where all is not."""
    said = ngettext("{holding} of {count} quote holds.", "{holding} of {count} quotes hold.", count)
    return said.format(holding=holding, count=count)
