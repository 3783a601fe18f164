"""Every sentence of our own that a person reads in a reply. None of them is about the news."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from math import ceil
from textwrap import shorten

from bot.language import Sentence, _, day, either, language_name, ngettext, number, weekday_and_day
from retrieval.articles import Article

# As the platforms' own wording has it.
_REASON = re.compile(r"(.+) \((Slack|Discord) says: ([^()]+)\)")

NOTHING_TRACKED = Sentence("No article is tracked yet.")
NOTHING_IN_STORY = Sentence("No article is tracked in {stories}.")
NOT_CONFIDENT = Sentence("Nothing that is tracked answers this.")
NOT_VERBATIM = Sentence("The quotes found no longer match their articles, so they are not shown.")
NEAREST = Sentence("Nearest passages, which may not answer:")
MAY_ANSWER = Sentence("This may answer:")
REPORTS_DIFFER = Sentence("Reports differ:")
EARLIER_REPORTS = Sentence("Earlier reports said:")
OTHER_QUOTES = Sentence("Other quotes:")
MAY_ANSWER_REPORTS_DIFFER = Sentence("This may answer; reports differ:")
MAY_ANSWER_EARLIER_REPORTS = Sentence("This may answer; earlier reports said:")
PART_UNSURE = Sentence("These quotes may not answer {part}.")
PART_UNANSWERED = Sentence("Nothing that is tracked answers {part}.")
# A message holds no more questions than bot.two_questions takes apart.
PARTS = (
    Sentence("the first part of your question"),
    Sentence("the second part of your question"),
    Sentence("the third part of your question"),
)
ALSO_IN = Sentence("also in {sources}")
ALSO_REPORTED_BY = Sentence("also reported by {sources}")
AND_MORE = Sentence("and {count} more")
UNTITLED = Sentence("untitled")
WITHIN = Sentence("In: {story}")
LEFT_STORY = Sentence("Nothing in “{story}” answers this; from all stories:")
NOWHERE = Sentence("Nothing in “{story}”, nor in any other story here, answers “{question}”.")
SHARED = Sentence("{person} asked: {question}")
ASKED = Sentence("Asked: ")
QUOTE_TOO_LONG = Sentence("This quote is too long to be shown here. Read it in the article:")
QUOTES_GONE = Sentence(
    "These quotes can't be shown any more: their articles have changed or are gone."
)

MORE = Sentence("More quotes ({count})")
CONTEXT = Sentence("Context")
SHARE = Sentence("Share in channel")
SHOW_NEAREST = Sentence("Nearest passages")
ASK_EVERYWHERE = Sentence("Ask all stories")
HELPFUL = Sentence("Helpful")
NOT_HELPFUL = Sentence("Not helpful")

EMPTY_QUESTION = Sentence(
    'the question is empty; ask in words, for example: "who heads the command?"'
)
NO_WORDS = Sentence(
    'the question has no words in it; ask in words, for example: "who heads the command?"'
)
NO_MOMENT = Sentence("{written!r} is no date; write it as 2023-12-01 or 2023-12-01T18:30")
TOP_RANGE = Sentence("{top} quotes can't be shown; ask for 1 to {limit}")
NEWEST_ON = Sentence("newest {day}")
LIST_STORIES = Sentence("See the tracked stories with: {command}")
NO_STORY_HERE = Sentence("No story may be spoken of in this channel.")
NOT_KEPT = Sentence("this reply is too old for its buttons; ask again")

_LONGEST_ASKED = 200
_ENGLISH_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "ja": "Japanese",
}  # fmt: skip

# Discord hands over the words of others only where they are to the bot.
NOT_READ_ABOVE = Sentence(
    "I can't read the message that this is about; ask in words, or choose “Find quotes” in the "
    "menu of that message."
)
BUSY = Sentence("Too many questions are being answered at the moment; ask again in a minute.")
UNREACHABLE = Sentence("The articles can't be searched at the moment; ask again in a few minutes.")
ANSWERED_ALREADY = Sentence("This was asked already: the answer is there, or is on its way.")
OLDER_BUTTON = Sentence(
    "This button is of an older version of me and does nothing any more; ask again."
)
OLDER_COMMAND = Sentence("I don't know this command any more; type / to see those that there are.")
NOT_ALLOWED = Sentence("You can't use this command here.")
ROLE_ONLY = Sentence("I am not shown what you wrote: mention me, and not only my role.")
WHICH_CHANNEL = Sentence(
    "I can't see which channel this thread belongs to, and so not what may be spoken of here; ask "
    "in the channel itself, or let me see it"
)
NO_TEXT = Sentence("There is no text in this message that quotes could be found for.")
FAILED = Sentence(
    "Something went wrong with this question; ask again, and tell an admin if it stays so."
)
TELL_WHO_RUNS = Sentence("tell whoever runs Pullquote")
NOT_READY = Sentence("Pullquote is still starting; ask again in a minute.")

STORIES = Sentence("Stories")
NO_STORIES = Sentence("No story is tracked here yet.")
NEWEST = Sentence("Newest articles")
RATED = Sentence("What people thought of replies, newest first:")
NOT_RATED = Sentence("No reply has been rated yet.")
ARTICLES_GONE = Sentence("its articles are not held any more")
ANSWERED = Sentence("answered")
POSSIBLE = Sentence("possible answer")
NO_ANSWER = Sentence("no answer")
OPEN_REPLY = Sentence("open the reply")
NOTED = Sentence("Noted: {verdict}. Press the other button to change that.")
HOW_TO_ASK = Sentence("How to ask")
WHAT_IT_DOES = Sentence("{typed}: {does}")
INTRODUCTION = Sentence(
    "I answer questions about the news stories tracked here, in the exact words of their articles. "
    "Every quote links to the sentence it was taken from. Where quotes only may answer, or nothing "
    "does, I say so."
)
SCOPED_TO_NOTHING = Sentence("This channel is limited to stories that are not tracked any more.")
NOT_SCOPED = Sentence(
    "This channel is not limited to certain stories. Those that may be spoken of here:"
)
SCOPED = Sentence("This channel is limited to these stories:")
OMITTED = Sentence("[…]")

# -------------------------------------------------------------- said where nothing is asked of news

COURTESY = Sentence("Hello! Ask me about the stories tracked here, and I'll quote what answers.")
ABOUT_BOT = Sentence(
    "I'm Pullquote, a program that answers with the exact words of the articles tracked here; "
    "I know and think nothing of my own."
)
HOW_TO_BE_HELPED = Sentence(
    "Ask in a sentence about a story tracked here, for example “who heads the command?”, and I'll "
    "quote the articles that answer, each with a link to the sentence."
)
QUOTES_ONLY = Sentence(
    "I only quote articles word for word and don't write, summarise or do anything else; ask me a "
    "question, for example what the latest is on a story, and I'll quote what answers."
)
NO_OPINION = Sentence(
    "I have no opinions, advice or predictions to give; ask me what the articles say, and I'll "
    "quote them."
)
ENGLISH_ONLY = Sentence(
    "I read English only, and this looks like {language}; please ask in English."
)


def asked_too_often(wait_seconds: float) -> str:
    """When a person may ask again."""
    said = _("You have asked a lot in one minute; ask again in {seconds} s.")
    return said.format(seconds=ceil(wait_seconds))


def too_long(length: int, limit: int) -> str:
    """That the question has too many characters."""
    said = _("the question has {length} characters; ask in at most {limit}")
    return said.format(length=number(length), limit=number(limit))


def reference(id: str) -> str:
    """By what the log names a question that went wrong."""
    return _("ref {id}").format(id=id)


def no_story(typed: str, nearest: str) -> str:
    """That no story has this name, and which name is `nearest`, "" for none."""
    if nearest:
        said = _("there is no story {typed!r}; did you mean {nearest!r}?")
        return said.format(typed=typed, nearest=nearest)
    return _("there is no story {typed!r}").format(typed=typed)


def no_story_but_a_list(typed: str, command: str) -> str:
    """That no story has this name, and how the stories are listed where it was typed."""
    said = _("there is no story {typed!r}; see the tracked stories with: {command}")
    return said.format(typed=typed, command=command)


def several_stories(typed: str, slugs: Sequence[str]) -> str:
    """That several stories have this title, and how to say which."""
    said = _("{count} stories are called {typed!r}; name one of: {slugs}")
    return said.format(count=len(slugs), typed=typed, slugs=", ".join(slugs))


def verdicts(helpful: int, not_helpful: int) -> str:
    """How many people said what."""
    said = _("{helpful} helpful, {not_helpful} not helpful")
    return said.format(helpful=helpful, not_helpful=not_helpful)


def left_story(story: str) -> str:
    """What stands before quotes of other stories than the thread's."""
    return LEFT_STORY(story=story)


def nowhere(story: str, question: str) -> str:
    """That neither the thread's story nor any other answers, and what was asked."""
    asked = shorten(question, _LONGEST_ASKED, placeholder=" …")
    return NOWHERE(story=story, question=asked.strip("“”"))


def as_sentence(message: str) -> str:
    """An error's line, which starts small, as a sentence of its own."""
    ended = message.rstrip('"»”」').endswith((".", "?", "!", ":", "。", "？", "："))
    stop = "" if ended else _(".")
    return f"{message[:1].upper()}{message[1:]}{stop}"


def date(moment: datetime | None) -> str:
    """28 July 2024; no date is a dash."""
    return day(moment) if moment else "-"


def dated(article: Article, day: Callable[[datetime], str] = date) -> str:
    """When an article was published, and when it was changed since: "28 July 2024, updated 3
    August 2024" where the page says so, "28 July 2024, changed since (noticed 3 August 2024)" where
    it doesn't; "" where neither is known. `day` writes a date."""
    published = day(article.published) if article.published else ""
    return ", ".join(filter(None, (published, _changed(article, day))))


def _changed(article: Article, day: Callable[[datetime], str]) -> str:
    found = changed(article)
    return found[0].format(day=day(found[1])) if found else ""


def changed(article: Article) -> tuple[str, datetime] | None:
    """What is said of its change, with {day} in it, and which day that is."""
    told, first = article.modified, article.published
    # Papers touch up a page on its first day; only what has been seen to change is worth saying.
    if told and (article.updated or first is None or told.date() > first.date()):
        return _("updated {day}"), told
    return (_("changed since (noticed {day})"), article.updated) if article.updated else None


def by(authors: str) -> str:
    """Who wrote an article; "" where nobody is named."""
    return _("by {authors}").format(authors=authors) if authors else ""


def more_quotes(count: int) -> str:
    """How many further quotes there are, in words."""
    return ngettext("{count} more quote", "{count} more quotes", count).format(count=count)


def articles(count: int) -> str:
    """How many articles, in words."""
    return ngettext("{count} article", "{count} articles", count).format(count=count)


def more(count: int) -> str:
    """How many of a list are not shown."""
    return ngettext("… and {count} more.", "… and {count} more.", count).format(count=count)


def left_out(count: int) -> str:
    """How many quotes a view has no room for."""
    said = ngettext(
        "{count} more quote has no room here.", "{count} more quotes have no room here.", count
    )
    return said.format(count=count)


# -------------------------------------------------------------------------------------- following

FOLLOWED_HERE = Sentence("Followed here:")
NOTHING_FOLLOWED = Sentence("No story is followed here.")
TO_FOLLOW = Sentence("Follow one with: {command}")
UNFOLLOWED = Sentence("“{story}” is not followed here any more.")
UNFOLLOWED_ALL = Sentence("No story is followed here any more.")
NOT_FOLLOWED = Sentence("“{story}” was not followed here.")
STORY_GONE = Sentence("not tracked here any more")
ASKED_FOR_BY = Sentence("asked for by {person}")
SINCE = Sentence("since {day}")
CORRECTIONS_ON = Sentence(
    "Corrections are on: when words that were quoted here change in their article, it is said in "
    "the same thread."
)
CORRECTIONS_OFF = Sentence(
    "Corrections are off: nothing is said when words that were quoted here change."
)
TO_SWITCH = Sentence("To switch: {command}")
TO_END = Sentence("To end it: {command}")

NO_LANGUAGE_CHOSEN = Sentence(
    "No language is chosen for this channel: answers are in the language of who asks, news in that "
    "of who asked for it. Quotes always stay as they are."
)
LANGUAGE_CHOSEN = Sentence(
    "What everybody sees in this channel is said in {language}. Quotes stay as they are."
)

STORY_LEFT = Sentence("this story is not tracked here any more")
MISSING = Sentence("the {argument} is missing; write:")
NOTHING_NEW = Sentence("Nothing in it is new against the story's earlier articles.")
CHANGED = Sentence("A sentence quoted here has changed in its article.")
NO_LONGER_THERE = Sentence("A sentence quoted here is no longer in its article.")
WITHDRAWN = Sentence("An article quoted here has been withdrawn.")
READ_EARLIER = Sentence("Earlier:")
READS_NOW = Sentence("Now:")
OPEN_AT = Sentence("Read it in the article")

LOOKING_THERE = Sentence("Looking at what stands there…")


def followed(story: str, rhythm: str, digest: str) -> str:
    """What is followed now; `digest` is when the first one may come, "" where none is waited
    for."""
    if digest:
        said = _("“{story}” is followed here, {rhythm}. The first digest may come on {digest}.")
        return said.format(story=story, rhythm=rhythm, digest=digest)
    said = _("“{story}” is followed here: new articles are posted as they come.")
    return said.format(story=story)


def moment(when: datetime) -> str:
    """Monday, 29 July 2024 at 09:00, in the time zone that `when` has."""
    said = _("{day} at {time}").format(day=weekday_and_day(when), time=f"{when:%H:%M}")
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def language_chosen(code: str) -> str:
    """Which language is spoken in a channel."""
    return LANGUAGE_CHOSEN(language=language_name(code, _ENGLISH_NAMES[code]))


def one_of(choices: Sequence[str], typed: str) -> str:
    """What can be typed in place of what was."""
    return _("write {choices}, not {typed!r}").format(choices=either(choices), typed=typed)


def quiet(why: str) -> str:
    """That nothing is posted any more; `why` as it was kept, in English."""
    return _("nothing is posted any more: {why}").format(why=reason(why))


def reason(kept: str) -> str:
    """Why a chat takes nothing somewhere, kept in English, in the language that is spoken."""
    found = _REASON.fullmatch(kept)
    if found is None:
        return _(kept) if kept else ""
    why, chat, code = found.groups()
    return _(f"{{why}} ({chat} says: {{code}})").format(why=_(why), code=code)


def news_of(pace: str, story: str) -> str:
    """What stands above the news of a story; `pace` as bot.following.Pace."""
    match pace:
        case "daily":
            return _("Daily digest: {story}").format(story=story)
        case "weekly":
            return _("Weekly digest: {story}").format(story=story)
    return _("New in: {story}").format(story=story)


def more_news(count: int) -> str:
    """How many new articles have no room, and how to see them, with {count} and {command} in it."""
    return ngettext(
        "… and {count} more article; see the story with: {command}",
        "… and {count} more articles; see the story with: {command}",
        count,
    )


def left_out_quotes(count: int) -> str:
    """How many of an article's new sentences have no room."""
    said = ngettext("… and {count} more new sentence.", "… and {count} more new sentences.", count)
    return said.format(count=count)


FALLEN_QUIET = Sentence(
    "You asked for news of “{story}” in {channel}. It can't be posted there: {why}. So nothing "
    "more is posted; once that is put right, begin again there with: {command}"
)
