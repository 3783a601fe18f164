"""A quote of a pack → how it is cited: in plain words, in English as the APA does, and as
CSL-JSON. Pure.

A name is turned around ("Writer, J. A.") only where its parts are certain: it has a comma, or an
initial among its given names. "Mao Zedong" and "Sky News" stand as they are printed.
Source: https://apastyle.apa.org/style-grammar-guidelines/references/examples
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import evidence_wording as said
from bot import wording
from bot.evidence.pack import PackedArticle, PackedQuote
from bot.safe_text import marked, one_line, sendable

_WORD = r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_INITIAL = r"[^\W\d_a-z]\."
_GIVEN = rf"(?:{_WORD}|{_INITIAL}(?:-?{_INITIAL})*)"
_COMMA = re.compile(rf"(?P<family>{_WORD}(?: {_WORD})?), (?P<given>{_GIVEN}(?: {_GIVEN}){{0,2}})")
_INITIALS = re.compile(rf"(?P<given>{_GIVEN}(?: {_GIVEN}){{0,2}}) (?P<family>{_WORD})")
_HAS_INITIAL = re.compile(rf"(?:^|[ -]){_INITIAL}|\.{_INITIAL}")
_SUFFIX = re.compile(r"\b(?:Jr|Sr|II|III|IV|PhD|MD|Esq)\b\.?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name whose parts are certain."""

    family: str
    given: str

    @property
    def turned(self) -> str:
        """Writer, J. A."""
        parts = re.findall(r"[^\W\d_]+", self.given.replace("-", " -"))
        return f"{self.family}, {' '.join(f'{part[0]}.' for part in parts)}"


@dataclass(frozen=True, slots=True)
class Citation:
    """`plain`: the words and where they stand, in one line; `apa`: the words with a short note of
    whose they are, and below them the entry of a list of references."""

    plain: str
    apa: str


def name_of(printed: str) -> Name | None:
    """The parts of a printed name, None where they are not certain."""
    if _SUFFIX.search(printed):
        return None
    if found := _COMMA.fullmatch(printed):
        return Name(found["family"], found["given"])
    found = _INITIALS.fullmatch(printed)
    if found and _HAS_INITIAL.search(found["given"]) and len(found["family"]) > 1:
        return Name(found["family"], found["given"])
    return None


def citation_of(quote: PackedQuote) -> Citation:
    """Both forms; what isn't known is left out, an unknown date is "n.d."."""
    words = " ".join(marked(quote.text).split())
    return Citation(_plain(words, quote), f"{_in_text(words, quote.article)}\n{_reference(quote)}")


def csl_of(quote: PackedQuote) -> dict[str, object]:
    """An item of CSL-JSON, which reference managers read.

    Source: https://docs.citationstyles.org/en/stable/specification.html
    """
    article = quote.article
    item: dict[str, object] = {
        "id": f"{article.version}-{quote.start}-{quote.end}",
        "type": "article-newspaper",
        "title": article.title,
        "accessed": _date_parts(article.fetched),
    }
    if article.source:
        item["container-title"] = article.source
    if article.published:
        item["issued"] = _date_parts(article.published)
    if article.authors:
        item["author"] = [_csl_name(author) for author in article.authors]
    if article.url:
        item["URL"] = article.url
    return item


def _plain(words: str, quote: PackedQuote) -> str:
    article = quote.article
    parts = (
        ", ".join(_printed_authors(article)),
        f"“{_title(article)}”",
        one_line(article.source),
        wording.date(article.published) if article.published else said.UNDATED(),
        sendable(quote.link or article.url),
    )
    where = ", ".join(filter(None, parts))
    retrieved = said.RETRIEVED(day=wording.date(article.fetched))
    return f"“{words}” — {where} ({retrieved})"


def _in_text(words: str, article: PackedArticle) -> str:
    names = [name.family if (name := name_of(one)) else one for one in _printed_authors(article)]
    if not names:
        who = f"“{_title(article)}”"
    elif len(names) > 2:
        who = f"{names[0]} et al."
    else:
        who = " & ".join(names)
    year = str(article.published.year) if article.published else "n.d."
    return f"“{words}” ({who}, {year})"


def _reference(quote: PackedQuote) -> str:
    article = quote.article
    day = article.published
    date = f"({day.year}, {day:%B} {day.day})." if day else "(n.d.)."
    title = _ended(_title(article))
    authors = _turned_authors(article)
    parts = [_ended(authors), date, title] if authors else [title, date]
    if source := one_line(article.source):
        parts.append(_ended(source))
    if address := sendable(quote.link or article.url):
        fetched = article.fetched
        retrieved = f"{fetched:%B} {fetched.day}, {fetched.year}"
        parts.append(f"Retrieved {retrieved}, from {address}")
    return " ".join(parts)


def _printed_authors(article: PackedArticle) -> list[str]:
    names = (one_line(author) for author in article.authors)
    return [name for name in names if name and name != one_line(article.source)]


def _turned_authors(article: PackedArticle) -> str:
    names = [name.turned if (name := name_of(one)) else one for one in _printed_authors(article)]
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _title(article: PackedArticle) -> str:
    return one_line(article.title) or wording.UNTITLED()


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _csl_name(author: str) -> dict[str, str]:
    name = name_of(author)
    return {"family": name.family, "given": name.given} if name else {"literal": author}


def _date_parts(moment: datetime) -> dict[str, object]:
    day = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return {"date-parts": [[day.year, day.month, day.day]]}
