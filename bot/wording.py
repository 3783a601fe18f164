"""Every sentence of our own that a person reads in a reply. None of them is about the news."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from math import ceil
from textwrap import shorten

from retrieval.articles import Article

NOTHING_TRACKED = "No article is tracked yet."
NOTHING_IN_STORY = "No article is tracked in {stories}."
NOT_CONFIDENT = "Nothing that is tracked answers this."
NOT_VERBATIM = "The quotes found no longer match their articles, so they are not shown."
NEAREST = "Nearest passages, which may not answer:"
MAY_ANSWER = "This may answer:"
REPORTS_DIFFER = "Reports differ:"
EARLIER_REPORTS = "Earlier reports said:"
OTHER_QUOTES = "Other quotes:"
MAY_ANSWER_REPORTS_DIFFER = "This may answer; reports differ:"
MAY_ANSWER_EARLIER_REPORTS = "This may answer; earlier reports said:"
PART_UNSURE = "These quotes may not answer {part}."
PART_UNANSWERED = "Nothing that is tracked answers {part}."
# A message holds no more questions than bot.two_questions takes apart.
PARTS = (
    "the first part of your question",
    "the second part of your question",
    "the third part of your question",
)
ALSO_IN = "also in"
ALSO_REPORTED_BY = "also reported by"
AND_MORE = "and {count} more"
UNTITLED = "untitled"
WITHIN = "In: {story}"
LEFT_STORY = "Nothing in “{story}” answers this; from all stories:"
NOWHERE = "Nothing in “{story}”, nor in any other story here, answers “{question}”."
SHARED = " asked: "
ASKED = "Asked: "
QUOTE_TOO_LONG = "This quote is too long to be shown here. Read it in the article:"
QUOTES_GONE = "These quotes can't be shown any more: their articles have changed or are gone."

MORE = "More quotes ({count})"
CONTEXT = "Context"
SHARE = "Share in channel"
SHOW_NEAREST = "Nearest passages"
ASK_EVERYWHERE = "Ask all stories"
HELPFUL = "Helpful"
NOT_HELPFUL = "Not helpful"

EMPTY_QUESTION = 'the question is empty; ask in words, for example: "who heads the command?"'
NO_WORDS = 'the question has no words in it; ask in words, for example: "who heads the command?"'
TOO_LONG = "the question has {length:,} characters; ask in at most {limit:,}"
NO_MOMENT = "{written!r} is no date; write it as 2023-12-01 or 2023-12-01T18:30"
TOP_RANGE = "{top} quotes can't be shown; ask for 1 to {limit}"
NO_STORY = "there is no story {typed!r}"
DID_YOU_MEAN = "did you mean {nearest!r}?"
SEE_STORIES = "see the tracked stories with: {command}"
NO_STORY_HERE = "No story may be spoken of in this channel."
NOT_KEPT = "this reply is too old for its buttons; ask again"

_LONGEST_ASKED = 200

# Discord hands over the words of others only where they are to the bot.
NOT_READ_ABOVE = (
    "I can't read the message that this is about; ask in words, or choose “Find quotes” in the "
    "menu of that message."
)
BUSY = "Too many questions are being answered at the moment; ask again in a minute."
UNREACHABLE = "The articles can't be searched at the moment; ask again in a few minutes."
ANSWERED_ALREADY = "This was asked already: the answer is there, or is on its way."
OLDER_BUTTON = "This button is of an older version of me and does nothing any more; ask again."
OLDER_COMMAND = "I don't know this command any more; type / to see those that there are."
NOT_ALLOWED = "You can't use this command here."
ROLE_ONLY = "I am not shown what you wrote: mention me, and not only my role."
WHICH_CHANNEL = (
    "I can't see which channel this thread belongs to, and so not what may be spoken of here; ask "
    "in the channel itself, or let me see it"
)
NO_TEXT = "There is no text in this message that quotes could be found for."
FAILED = "Something went wrong with this question; ask again, and tell an admin if it stays so."
NOT_READY = "Pullquote is still starting; ask again in a minute."

STORIES = "Stories"
NO_STORIES = "No story is tracked here yet."
NEWEST = "Newest articles"
RATED = "What people thought of replies, newest first:"
NOT_RATED = "No reply has been rated yet."
ARTICLES_GONE = "its articles are not held any more"
ANSWERED = "answered"
POSSIBLE = "possible answer"
NO_ANSWER = "no answer"
OPEN_REPLY = "open the reply"
NOTED = "Noted: {verdict}. Press the other button to change that."
HOW_TO_ASK = "How to ask"
INTRODUCTION = (
    "I answer questions about the news stories tracked here, in the exact words of their articles. "
    "Every quote links to the sentence it was taken from. Where quotes only may answer, or nothing "
    "does, I say so."
)
SCOPED_TO_NOTHING = "This channel is limited to stories that are not tracked any more."
NOT_SCOPED = "This channel is not limited to certain stories. Those that may be spoken of here:"
SCOPED = "This channel is limited to these stories:"
OMITTED = "[…]"

# -------------------------------------------------------------- said where nothing is asked of news

COURTESY = "Hello! Ask me about the stories tracked here, and I'll quote what answers."
ABOUT_BOT = (
    "I'm Pullquote, a program that answers with the exact words of the articles tracked here; "
    "I know and think nothing of my own."
)
HOW_TO_BE_HELPED = (
    "Ask in a sentence about a story tracked here, for example “who heads the command?”, and I'll "
    "quote the articles that answer, each with a link to the sentence."
)
QUOTES_ONLY = (
    "I only quote articles word for word and don't write, summarise or do anything else; ask me a "
    "question, for example what the latest is on a story, and I'll quote what answers."
)
NO_OPINION = (
    "I have no opinions, advice or predictions to give; ask me what the articles say, and I'll "
    "quote them."
)
ENGLISH_ONLY = "I read English only, and this looks like {language}; please ask in English."


def asked_too_often(wait_seconds: float) -> str:
    """When a person may ask again."""
    return f"You have asked a lot in one minute; ask again in {ceil(wait_seconds)} s."


def reference(id: str) -> str:
    """By what the log names a question that went wrong."""
    return f"ref {id}"


def no_story(typed: str, nearest: str) -> str:
    """That no story has this name, and which name is `nearest`, "" for none."""
    said = NO_STORY.format(typed=typed)
    return f"{said}; {DID_YOU_MEAN.format(nearest=nearest)}" if nearest else said


def several_stories(typed: str, slugs: Sequence[str]) -> str:
    """That several stories have this title, and how to say which."""
    return f"{len(slugs)} stories are called {typed!r}; name one of: {', '.join(slugs)}"


def see_stories(command: str) -> str:
    """How the stories are listed where this was typed."""
    return SEE_STORIES.format(command=command)


def verdicts(helpful: int, not_helpful: int) -> str:
    """How many people said what."""
    return f"{helpful} helpful, {not_helpful} not helpful"


def left_story(story: str) -> str:
    """What stands before quotes of other stories than the thread's."""
    return LEFT_STORY.format(story=story)


def nowhere(story: str, question: str) -> str:
    """That neither the thread's story nor any other answers, and what was asked."""
    asked = shorten(question, _LONGEST_ASKED, placeholder=" …")
    return NOWHERE.format(story=story, question=asked.strip("“”"))


def as_sentence(message: str) -> str:
    """An error's line, which starts small, as a sentence of its own."""
    ended = message.rstrip('"').endswith((".", "?", "!", ":"))
    return f"{message[:1].upper()}{message[1:]}{'' if ended else '.'}"


def date(moment: datetime | None) -> str:
    """28 July 2024; no date is a dash."""
    return f"{moment.day} {moment:%B %Y}" if moment else "-"


def dated(article: Article, day: Callable[[datetime], str] = date) -> str:
    """When an article was published, and when it was changed since: "28 July 2024, updated 3
    August 2024" where the page says so, "28 July 2024, changed since (noticed 3 August 2024)" where
    it doesn't; "" where neither is known. `day` writes a date."""
    published = day(article.published) if article.published else ""
    return ", ".join(filter(None, (published, _changed(article, day))))


def _changed(article: Article, day: Callable[[datetime], str]) -> str:
    found = changed(article)
    return f"{found[0]}{day(found[1])}{found[2]}" if found else ""


def changed(article: Article) -> tuple[str, datetime, str] | None:
    """What is said of its change: the words before the day, the day, and those after it."""
    told, first = article.modified, article.published
    # Papers touch up a page on its first day; only what has been seen to change is worth saying.
    if told and (article.updated or first is None or told.date() > first.date()):
        return "updated ", told, ""
    return ("changed since (noticed ", article.updated, ")") if article.updated else None


def by(authors: str) -> str:
    """Who wrote an article; "" where nobody is named."""
    return f"by {authors}" if authors else ""


def more_quotes(count: int) -> str:
    """How many further quotes there are, in words."""
    return f"{count} more quote{'' if count == 1 else 's'}"


def articles(count: int) -> str:
    """How many articles, in words."""
    return f"{count} article{'' if count == 1 else 's'}"


def newest(date: str) -> str:
    """When the newest article was published."""
    return f"newest {date}"


def more(count: int) -> str:
    """How many of a list are not shown."""
    return f"… and {count} more."


def left_out(count: int) -> str:
    """How many quotes a view has no room for."""
    return f"{count} more quote{' has' if count == 1 else 's have'} no room here."


# -------------------------------------------------------------------------------------- following

FOLLOWED_HERE = "Followed here:"
NOTHING_FOLLOWED = "No story is followed here. Follow one with: "
UNFOLLOWED = "“{story}” is not followed here any more."
UNFOLLOWED_ALL = "No story is followed here any more."
NOT_FOLLOWED = "“{story}” was not followed here."
STORY_GONE = "not tracked here any more"
ASKED_FOR_BY = "asked for by"
CORRECTIONS_ON = (
    "Corrections are on: when words that were quoted here change in their article, it is said in "
    "the same thread."
)
CORRECTIONS_OFF = "Corrections are off: nothing is said when words that were quoted here change."
TO_SWITCH = "To switch: "
TO_END = "To end it: "

STORY_LEFT = "this story is not tracked here any more"
MISSING = "the {argument} is missing; write:"
NOTHING_NEW = "Nothing in it is new against the story's earlier articles."
CHANGED = "A sentence quoted here has changed in its article."
NO_LONGER_THERE = "A sentence quoted here is no longer in its article."
WITHDRAWN = "An article quoted here has been withdrawn."
READ_EARLIER = "Earlier:"
READS_NOW = "Now:"
OPEN_AT = "Read it in the article"

EARLIER = "Earlier"
LATER = "Later"
OLDEST_FIRST = "Oldest first"
NEWEST_FIRST = "Newest first"
LOOKING_THERE = "Looking at what stands there…"
DRAWING = "Reading the story's articles…"
NO_DEVELOPMENTS = "No development of this story is known yet."
_MOST_SOURCES = 8


def followed(story: str, rhythm: str, digest: str) -> str:
    """What is followed now; `digest` is when the first one may come, "" where none is waited
    for."""
    if digest:
        return f"“{story}” is followed here, {rhythm}. The first digest may come on {digest}."
    return f"“{story}” is followed here: new articles are posted as they come."


def moment(when: datetime) -> str:
    """Monday, 29 July 2024 at 09:00, in the time zone that `when` has."""
    return f"{when:%A}, {date(when)} at {when:%H:%M}".replace(" ", "\N{NO-BREAK SPACE}")


def since(when: datetime) -> str:
    """From when on something is followed."""
    return f"since {date(when)}"


def one_of(choices: Sequence[str], typed: str) -> str:
    """What can be typed in place of what was."""
    return f"write {' or '.join(choices)}, not {typed!r}"


def quiet(why: str) -> str:
    """That nothing is posted any more."""
    return f"nothing is posted any more: {why}"


def news_of(pace: str) -> str:
    """What stands before the title of a story that has news; `pace` as bot.following.Pace."""
    return {"daily": "Daily digest: ", "weekly": "Weekly digest: "}.get(pace, "New in: ")


def more_news(count: int) -> str:
    """How many new articles have no room; behind it stands how to see them."""
    return f"… and {count} more article{'' if count == 1 else 's'}; see the story with: "


def left_out_quotes(count: int) -> str:
    """How many of an article's new sentences have no room."""
    return f"… and {count} more new sentence{'' if count == 1 else 's'}."


def fallen_quiet(story: str, why: str) -> tuple[str, str]:
    """What is said to who asked for the news: before the channel's name, and between it and how to
    begin again."""
    return (
        f"You asked for news of “{story}” in ",
        f". It can't be posted there: {why}. So nothing more is posted; once that is put right, "
        "begin again there with: ",
    )


def timeline_of(story: str) -> str:
    """The heading of a timeline."""
    return f"Timeline: {story}"


def developments(first: int, last: int, total: int, *, newest_first: bool) -> str:
    """Which part of a timeline is shown, counted in its order."""
    order = "newest first" if newest_first else "oldest first"
    shown = f"{first}" if first == last else f"{first}–{last}"
    return f"{shown} of {total} development{'' if total == 1 else 's'}, {order}"


def coverage(story: str, articles_of_it: Sequence[Article]) -> str:
    """The picture of a story's coverage in words: how many articles, when, in which papers."""
    dated = [article.published for article in articles_of_it if article.published]
    said = f"Coverage of “{story}”: {articles(len(articles_of_it))}"
    if dated:
        days = Counter(one.date() for one in dated)
        busiest = max(days, key=lambda day: (days[day], day))
        first, last = date(min(dated)), date(max(dated))
        span = f" on {first}" if first == last else f" from {first} to {last}"
        said += span
        if len(days) > 1:
            said += f", most on {busiest.day} {busiest:%B %Y} ({days[busiest]})"
    sources = Counter(article.source or UNTITLED for article in articles_of_it).most_common()
    named = [f"{source} {count}" for source, count in sources[:_MOST_SOURCES]]
    if others := sum(count for _, count in sources[_MOST_SOURCES:]):
        named.append(f"others {others}")
    return f"{said}. By source: {', '.join(named)}." if named else f"{said}."
