"""What people read of evidence that is taken along: in the file, below it, and in citations."""

from bot.evidence.checking import Finding, PageNow
from bot.evidence.pack import Origin


def heading() -> str:
    """Above everything in the file."""
    return "Evidence pack"


def export() -> str:
    """The button that makes a file."""
    return "Export"


def cite() -> str:
    """The button that shows citations."""
    return "Cite"


def as_kind(kind: str) -> str:
    """The button that makes a file of another kind; `kind` is the ending of its name."""
    return {
        "html": "As a page (HTML)",
        "md": "As Markdown",
        "json": "As JSON",
        "docx": "For Word (DOCX)",
    }[kind]


def claim(origin: Origin) -> str:
    """What the quotes of a file are said to do."""
    return {
        Origin.ANSWER: "These quotes answer the question.",
        Origin.POSSIBLE: "These quotes may answer the question.",
        Origin.NEAREST: (
            "Nothing that was tracked answered the question. These are the nearest passages, which "
            "may not answer it."
        ),
        Origin.TIMELINE: "Each quote tells a development of the story, oldest first.",
        Origin.STORY: "The newest articles of the story by their headlines, newest first.",
    }[origin]


def question_label() -> str:
    """Before the question that was asked."""
    return "Question"


def story_label() -> str:
    """Before the title of a story."""
    return "Story"


def made(when: str, pullquote: str) -> str:
    """Who made the file, and when."""
    return f"Made by Pullquote {pullquote} on {when}."


def quote_number(number: int, total: int) -> str:
    """The heading of a quote."""
    return f"Quote {number} of {total}"


def headline_quoted() -> str:
    """Beside the headline of an article where that is what is quoted."""
    return "The headline of the article."


def source_label() -> str:
    """Before the name of the paper."""
    return "Source"


def title_label() -> str:
    """Before the article's headline."""
    return "Headline"


def authors_label() -> str:
    """Before the names of those who wrote it."""
    return "Authors"


def published_label() -> str:
    """Before when it was published."""
    return "Published"


def changed_label() -> str:
    """When an article was changed, as far as it was known when it was quoted."""
    return "Changed"


def fetched_label() -> str:
    """When this version was first read."""
    return "Fetched"


def link_label() -> str:
    """Before the address of the words."""
    return "Link"


def version_label() -> str:
    """Before the id of what was quoted from."""
    return "Version"


def article_label() -> str:
    """The id of the article here."""
    return "Article"


def pack_digest_label() -> str:
    """Before the pack's own digest."""
    return "SHA-256 of the data in this file"


def cite_label() -> str:
    """The heading of citations."""
    return "To cite it"


def changed_by_page(when: str) -> str:
    """That the page itself gives this day."""
    return f"{when}, as the page says"


def changed_noticed(when: str) -> str:
    """That the page doesn't say so, but reads otherwise than before."""
    return f"noticed {when}"


def digest_label() -> str:
    """Before the digest of what was quoted from."""
    return "SHA-256 of the archived text"


def place_label() -> str:
    """Before the offsets of a quote."""
    return "Place in the archived text"


def place(start: int, end: int, characters: int) -> str:
    """The offsets of a quote."""
    return f"characters {start} to {end} of {characters}"


def sure_label() -> str:
    """Before how sure it is that a quote answers."""
    return "Confidence"


def also_label() -> str:
    """Before who else prints the words."""
    return "Also in"


def since_label() -> str:
    """The heading of what became of the article."""
    return "Since then"


def unchanged() -> str:
    """Nothing became of the article."""
    return "No change was noticed by the time of export."


def unnamed() -> str:
    """In place of what an article doesn't tell."""
    return "not given"


def withdrawn(when: str) -> str:
    """The whole article is gone."""
    return f"{when}: the article was withdrawn."


def still_stands(when: str) -> str:
    """The article changed elsewhere."""
    return f"{when}: the article changed; these words still stand in it."


def not_held_then(when: str) -> str:
    """The article changed, in what way is not known."""
    return f"{when}: the article changed; how it read then is not held any more."


def words_gone(when: str) -> str:
    """The words are gone, and none took their place."""
    return f"{when}: the article changed; these words are no longer in it."


def now_reads(when: str) -> str:
    """Before the words that took the place of the quoted ones."""
    return f"{when}: the article changed. In place of the quoted words it reads:"


def how_to_check() -> str:
    """The heading of the last part of a file."""
    return "How to check it"


def checking() -> tuple[str, ...]:
    """The paragraphs below it."""
    return (
        "Whoever runs the Pullquote that made this file can check it with: pullquote verify FILE",
        "That compares every quote, its context and what is said of its article with the archive, "
        "and what is shown here with the data that is part of this file. It says which pages have "
        "changed since.",
        "What holds stands, to the character, in the version of the article that has this digest, "
        "as that Pullquote fetched and keeps it. It does not prove that the paper wrote it, nor "
        "when; the question and the time of export are not kept and can't be checked.",
        "To check a quote by hand: the archived text is what “pullquote show ARTICLE --json” "
        "prints as long as that version is served; characters are counted from 0, as code points.",
    )


# --------------------------------------------------------------------------------- citations


def undated() -> str:
    """In place of a date that is not known."""
    return "n.d."


def retrieved(day: str) -> str:
    """When the words were read."""
    return f"retrieved {day}"


def retrieved_from(day: str, address: str) -> str:
    """When and where the words were read, as the APA writes it."""
    return f"Retrieved {day}, from {address}"


def cited() -> str:
    """Above citations in a chat."""
    return "To copy, as a line and in the style of the APA:"


# ------------------------------------------------------------------------------- in chats


def file_made(count: int) -> str:
    """Beside a file of evidence."""
    if count == 1:
        return "Evidence pack with 1 quote. How to check it stands in it."
    return f"Evidence pack with {count} quotes. How to check it stands in it."


def nothing_to_export() -> str:
    """In place of a file."""
    return "There is nothing to export: the articles have changed or are gone."


def not_exported(size: str) -> str:
    """A file that no chat takes."""
    return f"This evidence pack has {size}, more than I can send; export less of it."


def sent_directly() -> str:
    """Where a file is that can't be shown to one person in a channel."""
    return "The evidence pack is in your direct messages with me."


def not_sent() -> str:
    """The chat did not take the file."""
    return "The evidence pack could not be sent to you; try again, or in a direct message with me."


# ---------------------------------------------------------------------------- in the terminal


def saved(file: str, count: int) -> str:
    """What was written where."""
    if count == 1:
        return f"saved {file} with 1 quote; check it with: pullquote verify {file}"
    return f"saved {file} with {count} quotes; check it with: pullquote verify {file}"


def no_quotes() -> str:
    """In place of a file."""
    return "there is no quote to export"


def reply_not_kept(id: str) -> str:
    """No reply is kept under what was typed."""
    return f"no reply is kept under {id!r}; ids stand in: pullquote feedback --json"


# -------------------------------------------------------------------------------- verifying


def finding(found: Finding) -> str:
    """What is found of a quote, after its number."""
    return {
        Finding.HOLDS: "holds",
        Finding.DIFFERS: "differs",
        Finding.NOT_HELD: "not held: this version of the article is not kept any more",
        Finding.UNKNOWN: "not ours: nothing of this article was ever held here",
    }[found]


def page_now(page: PageNow, when: str) -> str:
    """What is known of a page today; `when` it was last noticed that it changed, "" if unknown."""
    if page is PageNow.CHANGED:
        return f"its page changed since, noticed {when}" if when else "its page changed since"
    if page is PageNow.WITHDRAWN:
        return f"its article was withdrawn, noticed {when}" if when else "its article was withdrawn"
    return {PageNow.SAME: "its page is as quoted", PageNow.GONE: "its page is tracked no more"}[
        page
    ]


def differing(names: str) -> str:
    """What of a quote is not as it is held."""
    return f"not as held: {names}"


def shown_differs() -> str:
    """Somebody changed the words that people see."""
    return "What the file shows is not what its data says: somebody changed it."


def shown_not_compared() -> str:
    """The words that people see could not be compared."""
    return (
        "What the file shows was not compared with its data: another version of Pullquote wrote "
        "it. Export it again to compare."
    )


def not_intact() -> str:
    """Something that no archive knows was changed, or damaged."""
    return "The data of the file is not as it was written: its digest differs."


def all_hold(count: int) -> str:
    """The last line where all is well."""
    if count == 1:
        return "The quote holds."
    return f"All {count} quotes hold."


def not_all_hold(holding: int, count: int) -> str:
    """The last line where all is not."""
    return f"{holding} of {count} quotes hold."


def words_stand() -> str:
    """The page changed, and what was quoted is still in it."""
    return "the quoted words still stand in it"


def words_left() -> str:
    """The page changed, and what was quoted is gone."""
    return "the quoted words are no longer in it"


def reads() -> str:
    """Before what the page says in place of the quoted words."""
    return "it reads now:"


def moved(url: str) -> str:
    """Where the page is now."""
    return f"it moved to {url}"
