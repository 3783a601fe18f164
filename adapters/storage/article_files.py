"""The bytes of one article file → its articles, and what is wrong with the rest. Pure."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from adapters.storage.article_fields import FieldCheck
from adapters.storage.corpus_problems import Problem, Remark, kept_aside, nearest
from adapters.storage.field_names import Entry, NamedFields, named_fields
from adapters.storage.front_matter import (
    FrontMatter,
    begins_with_front_matter,
    read_front_matter,
)
from adapters.storage.markdown_text import plain_text
from retrieval.articles import Article
from retrieval.languages import declared_language, told_language

# One line of a .jsonl is one article; one byte more than this is handed on of a longer line.
MAX_LINE_BYTES = 10 * 1024 * 1024
# A file of another kind that is named .jsonl would fill the screen; the rest is counted.
_LINES_NAMED = 100
_KNOWN = ("title", "url", "source", "published", "authors", "id", "note", "language")
_REQUIRED = ("title", "url", "source", "published", "text")
_READ_KEYS = "Pullquote reads title, url, source, published, authors, language, id and note"
_SAVED_FROM = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)"
)
_A_COMMENT_AWAY = 4096

Reading = tuple[tuple[Article, ...], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article comes from: `path` as shown to people, story slug, file stem and suffix."""

    path: str
    story: str
    stem: str
    suffix: str

    @classmethod
    def of(cls, path: str, story: str, name: str) -> "Origin":
        """From a file's name."""
        pure = PurePosixPath(name)
        return cls(path, story, pure.stem, pure.suffix.lower())

    @property
    def id(self) -> str:
        """The article's id where the file gives none."""
        return f"{self.story}/{self.stem}"


def read_text_file(origin: Origin, data: bytes) -> Reading:
    """Markdown or plain text with front matter. Markdown becomes plain text; plain text is kept
    to the character but for line ends (\\n) and the empty lines around it."""
    text = _decoded(origin, data)
    if isinstance(text, Problem):
        return (), (text,)
    parsed = read_front_matter(origin.path, text.replace("\r\n", "\n"))
    if isinstance(parsed, Problem):
        return (), (parsed,)
    body = plain_text(parsed.body) if origin.suffix == ".md" else _without_margins(parsed.body)
    return _noted(origin, parsed, body)


def read_page_file(origin: Origin, data: bytes) -> Reading:
    """A saved HTML page, which must itself say its title, address and date; or, as static sites
    have it, a piece of HTML below front matter that does."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:8].decode("latin-1").replace("\r\n", "\n")
    if "\n" in start and begins_with_front_matter(start):
        return _read_piece(origin, data)
    # Imported here: who saves no pages need not wait for it.
    from adapters.web.pages import PageError, read_page

    try:
        page = read_page(data, _saved_from(data))
    except PageError as fault:
        return (), (Problem(origin.path, None, str(fault), "save it as .md instead"),)
    named = {"title": page.title, "url": page.url, "publication date": page.published}
    missing = " and no ".join(name for name, value in named.items() if not value)
    if not page.text:
        reason = "no article text found in the page"
        return (), (Problem(origin.path, None, reason, "save it as .md instead"),)
    if missing:
        advice = "save it as .md with front matter that does"
        return (), (Problem(origin.path, None, f"the page gives no {missing}", advice),)
    article = Article(
        id=origin.id,
        story=origin.story,
        title=page.title,
        url=page.url,
        source=page.source,
        authors=page.authors,
        published=page.published,
        text=page.text,
        language=told_language(page.text, page.language),
    )
    return (article,), ()


def _saved_from(data: bytes) -> str:
    """The address that a browser or SingleFile leaves in a comment of the page that it saves."""
    found = _SAVED_FROM.search(data[:_A_COMMENT_AWAY])
    url = found[1].decode("ascii", "replace") if found else ""
    return url if url.isascii() else ""


def _read_piece(origin: Origin, data: bytes) -> Reading:
    text = _decoded(origin, data)
    if isinstance(text, Problem):
        return (), (text,)
    parsed = read_front_matter(origin.path, text.replace("\r\n", "\n"))
    if isinstance(parsed, Problem):
        return (), (parsed,)
    page = f"<html><body><article>{parsed.body}</article></body></html>"
    # As above.
    from adapters.web.pages import PageError, read_page

    try:
        body = read_page(page.encode(), charset="utf-8").text
    except PageError as fault:
        return (), (Problem(origin.path, None, str(fault), "save it as .md instead"),)
    return _noted(origin, parsed, body)


def _noted(origin: Origin, parsed: FrontMatter, body: str) -> Reading:
    """The article that front matter and a text make."""
    named = named_fields(parsed.entries, _KNOWN)
    check = FieldCheck(origin.path, "the front matter", 1, named.fields)
    article = _article(check, origin, origin.id, body)
    _name_slips(check, named)
    if check.problems:
        return (), check.problems
    if not body.strip():
        advice = "add the article's words below the closing ---"
        return (), (Problem(origin.path, None, "no text after the front matter", advice),)
    return (article,), _remarks(origin, (named,))


def _name_slips(check: FieldCheck, named: NamedFields, known: Sequence[str] = _KNOWN) -> None:
    """A required field that isn't there, but under a name that is nearly its own."""
    for entry in named.aside:
        meant = nearest(entry.key.lower(), known)
        if meant in _REQUIRED and meant not in named.fields:
            check.misspelt(entry.key, meant, entry.line)


def _remarks(origin: Origin, read: Sequence[NamedFields]) -> tuple[Remark, ...]:
    """What is to be known of the keys of a file whose articles are read."""
    remarks: list[Remark] = []
    aside: dict[str, Entry] = {}
    for named in read:
        for entry in named.aside:
            aside.setdefault(_printable(entry.key), entry)
    slips = {
        key: meant
        for key in aside
        if (meant := nearest(key.lower(), _KNOWN)) and all(meant not in n.fields for n in read)
    }
    for key, meant in slips.items():
        reason = f"unknown key {key!r} is kept aside"
        remarks.append(Remark(origin.path, aside[key].line, reason, f"did you mean {meant}?"))
    keys = tuple(key for key in aside if key not in slips)
    if keys:
        line = aside[keys[0]].line
        remarks.append(Remark(origin.path, line, kept_aside(keys), _READ_KEYS, keys))
    if made := next((named.made for named in read if named.made), ""):
        reason = f"no day of publication; {_printable(made)} is taken for it"
        remarks.append(Remark(origin.path, None, reason, "add published: where you know better"))
    return tuple(remarks)


def _printable(key: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in key[:40])


def read_article_lines(origin: Origin, lines: Iterable[bytes]) -> Reading:
    """JSON Lines: one article a line, its text kept to the character. A bad line is left out."""
    articles: list[Article] = []
    problems: list[Problem] = []
    read: list[NamedFields] = []
    first_lines: dict[str, int] = {}
    unnamed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found, named = _article_of_line(origin, number, line)
        if isinstance(found, Article) and found.id in first_lines:
            reason = f"id {found.id!r} is already used on line {first_lines[found.id]}"
            found = (Problem(origin.path, number, reason, "give one of them another id"),)
        if isinstance(found, Article):
            articles.append(found)
            first_lines[found.id] = number
            read += [named] if named else []
        elif len(problems) < _LINES_NAMED:
            problems += found
        else:
            unnamed += 1
    if unnamed:
        advice = "correct the lines named above and run the command again"
        problems.append(Problem(origin.path, None, f"{unnamed} more lines are not read", advice))
    if not articles and not problems:
        problems.append(Problem(origin.path, None, "the file is empty", "write one article a line"))
    return tuple(articles), (*problems, *_remarks(origin, read))


def _article_of_line(
    origin: Origin, number: int, line: bytes
) -> tuple[Article | tuple[Problem, ...], NamedFields | None]:
    fields = _json_fields(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    if isinstance(fields, str):
        advice = "write one article a line, as a JSON object"
        return (Problem(origin.path, number, fields, advice),), None
    entries = [Entry(name, value, number) for name, value in fields.items()]
    named = named_fields(entries, (*_KNOWN, "text"))
    check = FieldCheck(origin.path, "the line", number, named.fields)
    article = _article(check, origin, f"{origin.id}#{number}", check.text("text"))
    _name_slips(check, named, (*_KNOWN, "text"))
    return check.problems or article, named


class _Twice(Exception):
    """A key that is given twice in an object."""


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    counts = Counter(name for name, _ in pairs)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice is not None:
        raise _Twice(f"{twice[:40]!r} is given twice")
    return dict(pairs)


def _json_fields(line: bytes) -> dict[str, object] | str:
    """The keys and values of a JSON object, or why the line is none."""
    if len(line) > MAX_LINE_BYTES:
        return f"the line is over the limit of {MAX_LINE_BYTES // 1024**2} MiB"
    try:
        parsed = json.loads(line.rstrip().decode(), object_pairs_hook=_each_once)
    except _Twice as fault:
        return str(fault)
    except UnicodeDecodeError as fault:
        return f"byte 0x{line[fault.start]:02x} at column {fault.start + 1} is not UTF-8"
    except json.JSONDecodeError as fault:
        return f"not JSON: {fault.msg} at column {fault.colno}"
    except (ValueError, RecursionError):
        return "not JSON: a number too long or a nesting too deep"
    return parsed if isinstance(parsed, dict) else "not a JSON object"


def _article(check: FieldCheck, origin: Origin, derived_id: str, text: str) -> Article:
    return Article(
        id=check.optional_line("id") or derived_id,
        story=origin.story,
        title=check.line("title"),
        url=check.address("url"),
        source=check.line("source"),
        authors=check.lines("authors", or_one=True),
        published=check.moment("published"),
        text=text,
        language=declared_language(check.optional_line("language") or ""),
    )


def _decoded(origin: Origin, data: bytes) -> str | Problem:
    if b"\0" in data:
        advice = "save it as UTF-8 text, or remove it"
        return Problem(origin.path, None, "a binary file (it holds NUL bytes)", advice)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        start = fault.start + bom
        reason = f"byte 0x{data[start]:02x} at offset {start} is not UTF-8"
        line = data.count(b"\n", 0, start) + 1
        return Problem(origin.path, line, reason, "save the file as UTF-8")


def _without_margins(text: str) -> str:
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""
