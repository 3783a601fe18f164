"""The keys of a note or a JSON line as anybody writes them → our fields, and what is kept aside.

Pure. Clippers, static sites, Zotero and feeds each have their own words for an article's address or
day; capitals, hyphens and underscores make no difference.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.storage.article_fields import Field, Odd, Value, is_address, value_of

Written = object  # what YAML, TOML or JSON hold: texts, numbers, lists and mappings

# Each in the order in which they are taken: what is surely meant comes first.
_NAMES: Mapping[str, Sequence[str]] = {
    "title": ("title", "headline", "ogtitle"),
    "url": (
        *("url", "link", "sourceurl", "originalurl", "articleurl", "pageurl", "weburl"),
        *("canonical", "canonicalurl", "canonicallink", "permalink", "ogurl", "uri", "href"),
        # Obsidian's clipper has the address here.
        *("source", "website", "site"),
    ),
    "source": (
        *("source", "sourcename", "outlet", "newspaper", "publisher", "publication"),
        *("publicationtitle", "containertitle", "sitename", "ogsitename", "site", "website"),
    ),
    "authors": (
        *("authors", "author", "byline", "by", "creators", "creator", "writers", "writer"),
        *("articleauthor", "dccreator"),
    ),
    "published": (
        *("published", "datepublished", "publishdate", "publisheddate", "publishedat"),
        *("publishedon", "publicationdate", "pubdate", "articlepublishedtime", "publishedtime"),
        *("issued", "dateissued", "date"),
        # When the note was made: better than no day, and said so.
        *("created", "datecreated", "createdat", "creationdate"),
    ),
    "language": ("lang", "language", "inlanguage", "locale", "dclanguage"),
    "id": ("id",),
    "note": ("note",),
    "text": ("text", "body", "articlebody", "content", "contenttext", "articletext", "fulltext"),
}
_MADE = ("created", "datecreated", "createdat", "creationdate")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s*,?\s+(?:and|&)\s+|\s*,\s*")
_BY = re.compile(r"by:?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One key as written, with its value and the line that it stands on."""

    key: str
    value: Written
    line: int | None


@dataclass(frozen=True, slots=True)
class NamedFields:
    """Fields by our names; `aside` are the entries that none of them was taken from, and `made`
    is the key of a note's own date where that had to do for the article's."""

    fields: Mapping[str, Field]
    aside: tuple[Entry, ...]
    made: str = ""


def named_fields(entries: Sequence[Entry], wanted: Iterable[str]) -> NamedFields:
    """The fields that are `wanted`, each from the surest of its keys that holds something fitting.

    Where none fits, the surest one that is given is handed on, so that a message can name it.
    """
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        by_name.setdefault(_plain(entry.key), []).append(entry)
    # The key that is written as the README writes it goes before "Title".
    for name, found in by_name.items():
        found.sort(key=lambda entry: entry.key != name)
    fields: dict[str, Field] = {}
    taken: list[Entry] = []
    for field in wanted:
        given = [entry for name in _NAMES[field] for entry in by_name.get(name, ())]
        if field == "source":
            given = [entry for entry in given if entry not in taken]
        fits = _FITS.get(field, _says_something)
        chosen = next((entry for entry in given if fits(entry.value)), None)
        if chosen is None:
            # A source that is an address, or an address that is none, is said under its own name.
            chosen = next((e for e in given if _plain(e.key) == field), None)
            chosen = chosen or next((e for e in given if field not in ("source", "url")), None)
        if chosen is not None:
            taken.append(chosen)
            fields[field] = Field(_VALUES.get(field, _one)(chosen.value), chosen.line)
    url = fields.get("url")
    if "source" not in fields and url and isinstance(url.value, str) and is_address(url.value):
        # The outlet where no outlet is named, as for a saved page.
        fields["source"] = Field(_host(url.value), url.line)
    made = next((e.key for e in taken if _plain(e.key) in _MADE), "")
    return NamedFields(fields, tuple(e for e in entries if e not in taken), made)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _plain(key: str) -> str:
    return re.sub(r"[\W_]+", "", key.lower())


def _says_something(value: Written) -> bool:
    one = _one(value)
    return one is not None and one != () and not (isinstance(one, str) and not one.strip())


def _is_address(value: Written) -> bool:
    one = _one(value)
    return isinstance(one, str) and is_address(one.strip())


def _names_an_outlet(value: Written) -> bool:
    return _says_something(value) and not _is_address(value)


def _one(value: Written) -> Value:
    """One value: that of a list of one, or the name in a mapping such as JSON-LD's publisher."""
    match value:
        case [inner]:
            return _one(inner)
        case dict():
            named = (value.get(key) for key in ("name", "title", "literal", "raw", "url"))
            one = next((name for name in named if isinstance(name, str) and name.strip()), None)
            return one or value_of(value)
        case str():
            return _WIKI_LINK.sub(r"\1", value)
    return value_of(value)


def _day(value: Written) -> Value:
    """A date; Zotero's and other reference managers' `date-parts` too."""
    if isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        parts = [str(getattr(n, "shown", n)) for n in _flat(value["date-parts"])]
        if len(parts) == 3 and all(part.isdecimal() for part in parts):
            return f"{int(parts[0]):04}-{int(parts[1]):02}-{int(parts[2]):02}"
    return _number_too(value)


def _number_too(value: Written) -> Value:
    """An id or a day may look like a number: 202405021200 is a note's, 20240502 a day."""
    one = _one(value)
    return one.shown if isinstance(one, Odd) and one.kind == "a number" else one


def _people(value: Written) -> Value:
    """Names, of a text such as "Ada Writer and Ben Page" or of any list."""
    match value:
        case str():
            return tuple(_parted(value))
        case dict():
            name = _name(value)
            return (name,) if name else value_of(value)
        case list():
            names: list[str] = []
            for one in _flat(value):
                written: object = (_name(one) or None) if isinstance(one, dict) else one
                if not isinstance(written, str):
                    return value_of(value)
                names.append(_WIKI_LINK.sub(r"\1", written))
            return tuple(names)
    return value_of(value)


def _parted(text: str) -> list[str]:
    links = _WIKI_LINK.findall(text)
    if links:
        return links
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    semicolons = [part.strip() for part in text.split(";") if part.strip()]
    if len(semicolons) > 1:
        return semicolons
    parts = [part for part in _BETWEEN_NAMES.split(text) if part]
    # "Writer, Ada" is one name, and so is "Sons and Daughters".
    return parts if all(len(part.split()) > 1 for part in parts) else [text]


def _name(person: Mapping[object, object]) -> str:
    for key in ("name", "literal", "title"):
        if isinstance(name := person.get(key), str) and name.strip():
            return name.strip()
    for first, last in (("given", "family"), ("firstName", "lastName"), ("first", "last")):
        both = [person.get(first), person.get(last)]
        names = [name.strip() for name in both if isinstance(name, str) and name.strip()]
        if names:
            return " ".join(names)
    return ""


def _flat(values: Iterable[object]) -> Iterable[object]:
    """`[[Ada Writer]]` without quotes is a list in a list to YAML."""
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


_FITS: Mapping[str, Callable[[Written], bool]] = {"url": _is_address, "source": _names_an_outlet}
_VALUES: Mapping[str, Callable[[Written], Value]] = {
    "authors": _people,
    "published": _day,
    "id": _number_too,
}
