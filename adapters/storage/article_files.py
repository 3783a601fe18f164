"""The bytes of one article file → its articles, and what is wrong with the rest. Pure."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from adapters.storage.article_fields import Field, FieldCheck, value_of
from adapters.storage.corpus_problems import Problem
from adapters.storage.front_matter import read_front_matter
from adapters.storage.markdown_text import plain_text
from adapters.web.pages import PageError, read_page
from retrieval.articles import Article

# One line of a .jsonl is one article; one byte more than this is handed on of a longer line.
MAX_LINE_BYTES = 10 * 1024 * 1024
# A file of another kind that is named .jsonl would fill the screen; the rest is counted.
_LINES_NAMED = 100
_KNOWN = ("title", "url", "source", "published", "authors", "id", "note")

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
    check = FieldCheck(origin.path, "the front matter", 1, parsed.fields)
    check.refuse_unknown(_KNOWN)
    article = _article(check, origin, origin.id, body)
    if check.problems:
        return (), check.problems
    if not body.strip():
        advice = "add the article's words below the closing ---"
        return (), (Problem(origin.path, None, "no text after the front matter", advice),)
    return (article,), ()


def read_page_file(origin: Origin, data: bytes) -> Reading:
    """A saved HTML page, which must itself say its title, address and date."""
    try:
        page = read_page(data)
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
    )
    return (article,), ()


def read_article_lines(origin: Origin, lines: Iterable[bytes]) -> Reading:
    """JSON Lines: one article a line, its text kept to the character. A bad line is left out."""
    articles: list[Article] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    unnamed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _article_of_line(origin, number, line)
        if isinstance(found, Article) and found.id in first_lines:
            reason = f"id {found.id!r} is already used on line {first_lines[found.id]}"
            found = (Problem(origin.path, number, reason, "give one of them another id"),)
        if isinstance(found, Article):
            articles.append(found)
            first_lines[found.id] = number
        elif len(problems) < _LINES_NAMED:
            problems += found
        else:
            unnamed += 1
    if unnamed:
        advice = "correct the lines named above and run the command again"
        problems.append(Problem(origin.path, None, f"{unnamed} more lines are not read", advice))
    if not articles and not problems:
        problems.append(Problem(origin.path, None, "the file is empty", "write one article a line"))
    return tuple(articles), tuple(problems)


def _article_of_line(origin: Origin, number: int, line: bytes) -> Article | tuple[Problem, ...]:
    fields = _json_fields(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    if isinstance(fields, str):
        return (Problem(origin.path, number, fields, "write one article a line, as a JSON object"),)
    known = {name: Field(value_of(value), number) for name, value in fields}
    check = FieldCheck(origin.path, "the line", number, known)
    check.refuse_unknown((*_KNOWN, "text"))
    article = _article(check, origin, f"{origin.id}#{number}", check.text("text"))
    return check.problems or article


@dataclass(frozen=True, slots=True)
class _Object:
    pairs: tuple[tuple[str, object], ...]


def _json_fields(line: bytes) -> tuple[tuple[str, object], ...] | str:
    """The keys and values of a JSON object, or why the line is none."""
    if len(line) > MAX_LINE_BYTES:
        return f"the line is over the limit of {MAX_LINE_BYTES // 1024**2} MiB"
    try:
        parsed = json.loads(line.rstrip().decode(), object_pairs_hook=lambda p: _Object(tuple(p)))
    except UnicodeDecodeError as fault:
        return f"byte 0x{line[fault.start]:02x} at column {fault.start + 1} is not UTF-8"
    except json.JSONDecodeError as fault:
        return f"not JSON: {fault.msg} at column {fault.colno}"
    except (ValueError, RecursionError):
        return "not JSON: a number too long or a nesting too deep"
    if not isinstance(parsed, _Object):
        return "not a JSON object"
    counts = Counter(name for name, _ in parsed.pairs)
    twice = next((name for name, count in counts.items() if count > 1), None)
    return parsed.pairs if twice is None else f"{twice[:40]!r} is given twice"


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
