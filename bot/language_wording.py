"""What is said about the languages of articles and questions. None of it is about the news."""

from collections.abc import Collection, Mapping

from bot.language import _, language_name
from retrieval.languages import READ, language_named


def name_of(code: str) -> str:
    """What the language is called."""
    language = language_named(code)
    english = language.name if language else "English" if code == READ else code
    return language_name(code, english)


def written_in(code: str) -> str:
    """Stands below a quote: the language that it is in."""
    said = _("in {language}")
    return said.format(language=name_of(code))


def only_may_answer(codes: Collection[str]) -> str:
    """Why quotes in these languages are never called an answer."""
    said = _("How well quotes in {languages} answer can't be told for sure here.")
    return said.format(languages=listed(codes))


def not_read(code: str, read: Collection[str]) -> str:
    """That a question is in a language which is not read, and which are."""
    said = _("I read {languages}, and this looks like {language}; please ask in one of those.")
    return said.format(languages=listed((READ, *read)), language=name_of(code))


def nearest_not_read(code: str) -> str:
    """Why nothing was found: the nearest articles are in a language that is not read."""
    said = _("The articles nearest to this are in {language}, which Pullquote doesn't read yet.")
    return said.format(language=name_of(code))


def not_read_articles(counts: Mapping[str, int]) -> str:
    """How many articles are in languages that no model by setting knows, and what that means."""
    by_language = ", ".join(f"{name_of(code)} {count}" for code, count in counts.items())
    if sum(counts.values()) == 1:
        said = _(
            "1 article is in a language that is not read ({by_language}): quotes of it only may "
            "answer; PULLQUOTE_LANGUAGES and PULLQUOTE_MODEL change that"
        )
        return said.format(by_language=by_language)
    said = _(
        "{count} articles are in languages that are not read ({by_language}): quotes of them only "
        "may answer; PULLQUOTE_LANGUAGES and PULLQUOTE_MODEL change that"
    )
    return said.format(count=sum(counts.values()), by_language=by_language)


def in_unread_language(code: str) -> str:
    """Stands behind how near a feed's item is, where that is told by a model that can't know."""
    said = _("in {language}, which is not read")
    return said.format(language=name_of(code))


def listed(codes: Collection[str]) -> str:
    """German, Japanese and Spanish."""
    *others, last = (name_of(code) for code in codes)
    if not others:
        return last
    said = _("{others} and {last}")
    return said.format(others=", ".join(others), last=last)
