"""A text file with front matter → its keys with their values and lines, and its body. Pure.

YAML between "---" (Jekyll, Hugo, Obsidian), TOML between "+++" or a JSON object (Hugo), or lines
such as "Title: …" down to the first empty one (Pelican, MultiMarkdown, saved mails).
"""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import yaml

from adapters.storage.article_fields import Odd
from adapters.storage.corpus_problems import Problem
from adapters.storage.field_names import Entry, Written

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# libyaml's composer recurses without a guard: ten thousand "[" would end the process.
_DEEPEST = 8
# "*a" can stand for a list of lists that are each made of others so, and for itself.
_MOST_VALUES = 10_000
_TAG = "tag:yaml.org,2002:"
_KINDS = {"int": "a number", "float": "a number", "bool": "a yes/no value"}
_HOW_TO_BEGIN = (
    'begin the file with "---", then title, url, source and published, one a line, then "---"'
)
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_LINE = re.compile(r"([A-Za-z][\w .-]{0,40}):(?:[ \t]+(.*))?$")
_MORE_OF_A_LINE = re.compile(r"[ \t]+\S")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys in their order, and the text below."""

    entries: Sequence[Entry]
    body: str


def begins_with_front_matter(text: str) -> bool:
    """Whether the first line opens one of the fenced kinds."""
    return text.partition("\n")[0].rstrip() in _FENCES


def read_front_matter(path: str, text: str) -> FrontMatter | Problem:
    """Split and parse a file's text. `path` stands in the problem."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in _FENCES:
        found = _json(path, text) if fence.startswith("{") else _bare_lines(lines)
        if found:
            return found
        reason = (
            "no front matter: the first line is not ---" if text.strip() else "the file is empty"
        )
        return Problem(path, 1, reason, _HOW_TO_BEGIN)
    ends = _FENCES[fence]
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ends), None)
    if end is None:
        reason = "the front matter never ends"
        return Problem(path, 1, reason, f"put a line {fence} between it and the article's text")
    header = "\n".join(lines[1:end])
    entries = _yaml(path, header) if fence == "---" else _toml(path, header)
    if isinstance(entries, Problem):
        return entries
    return FrontMatter(entries, "\n".join(lines[end + 1 :]))


def _yaml(path: str, header: str) -> list[Entry] | Problem:
    control = yaml.reader.Reader.NON_PRINTABLE.search(header)
    if control:
        line = header.count("\n", 0, control.start()) + 2
        reason = f"the front matter holds a control character (U+{ord(control.group()):04X})"
        return Problem(path, line, reason, "remove it")
    try:
        if _depth(header) > _DEEPEST:
            return Problem(path, 2, "the front matter is nested too deeply", _HOW_TO_BEGIN)
        root = yaml.compose(header, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        return _yaml_problem(path, fault)
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        kind = "a list" if isinstance(root, yaml.SequenceNode) else "bare text"
        return Problem(path, 2, f"the front matter is {kind}", "write lines such as title: A title")
    entries: list[Entry] = []
    left = iter(range(_MOST_VALUES))
    for key, value in root.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        line = key.start_mark.line + 2
        if any(entry.key == name for entry in entries):
            return Problem(path, line, f"{name[:40]!r} is given twice", "keep one of the two lines")
        entries.append(Entry(name, _of_yaml(value, _DEEPEST, left), line))
    return entries


def _depth(header: str) -> int:
    depth = deepest = 0
    for event in yaml.parse(header, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            break
    return deepest


def _yaml_problem(path: str, fault: yaml.MarkedYAMLError) -> Problem:
    # A quote that is never closed is noticed at the end of the front matter only.
    runs_out = "end of stream" in (fault.problem or "") and fault.context_mark
    mark = fault.context_mark if runs_out else fault.problem_mark
    line = mark.line + 2 if mark else None
    reason = f"the front matter is not YAML: {fault.problem}"
    return Problem(path, line, reason, 'put a value with ": " or a special sign in it in quotes')


def _of_yaml(node: yaml.Node, deep: int, left: Iterator[int]) -> Written:
    if deep < 0 or next(left, None) is None:
        return Odd("", "nested too deeply")
    if isinstance(node, yaml.SequenceNode):
        return [_of_yaml(item, deep - 1, left) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        pairs = [(key.value, value) for key, value in node.value]
        named = [(key, value) for key, value in pairs if isinstance(key, str)]
        return {key: _of_yaml(value, deep - 1, left) for key, value in named}
    tag = node.tag.removeprefix(_TAG)
    if tag in ("str", "timestamp", "value"):  # a date stays as written
        return str(node.value)
    if tag == "null":
        return None
    return Odd(node.value[:40], _KINDS.get(tag, f"a value marked {node.tag[:40]!r}"))


def _toml(path: str, header: str) -> list[Entry] | Problem:
    how = 'write lines such as title = "A title"'
    try:
        table = tomllib.loads(header + "\n")
    except RecursionError:
        return Problem(path, 2, "the front matter is nested too deeply", how)
    except ValueError as fault:
        place = re.search(r"at line (\d+)", str(fault))
        line = int(place[1]) + 1 if place else 2
        said = "".join(c for c in re.sub(r" \(at [^()]*\)$", "", str(fault)) if c.isprintable())
        return Problem(path, line, f"the front matter is not TOML: {said[:120]}", how)
    # Hugo's own parameters, under which themes keep an article's address.
    tables = [table.pop("params", None), table.pop("extra", None)]
    for more in tables:
        table |= {k: v for k, v in more.items() if k not in table} if isinstance(more, dict) else {}
    lines = header.split("\n")
    return [Entry(key, _of_toml(value), _line_of(key, lines)) for key, value in table.items()]


def _of_toml(value: object) -> Written:
    match value:
        case date() | datetime() | time():
            return value.isoformat()
        case list():
            return [_of_toml(one) for one in value]
        case dict():
            return {key: _of_toml(one) for key, one in value.items()}
    return value


def _line_of(key: str, lines: Sequence[str]) -> int | None:
    """Where a key stands; tomllib does not say."""
    start = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=\].]""")
    return next((n for n, line in enumerate(lines, 2) if start.match(line)), None)


def _json(path: str, text: str) -> FrontMatter | Problem | None:
    how = "write it as Hugo does: { to begin, a key a line, } to end, then the text"
    try:
        table, end = json.JSONDecoder().raw_decode(text)
    except RecursionError:
        return Problem(path, 1, "the front matter is nested too deeply", how)
    except json.JSONDecodeError as fault:
        return Problem(path, fault.lineno, f"the front matter is not JSON: {fault.msg}", how)
    except ValueError:  # a number of more digits than Python takes
        return Problem(path, 1, "the front matter is not JSON", how)
    lines = text[:end].split("\n")
    found = [re.compile(rf'\s*\{{?\s*"{re.escape(key)}"\s*:') for key in table]
    at = [next((n for n, line in enumerate(lines, 1) if f.match(line)), 1) for f in found]
    entries = [Entry(key, table[key], line) for key, line in zip(table, at, strict=True)]
    return FrontMatter(entries, text[end:])


def _bare_lines(lines: Sequence[str]) -> FrontMatter | None:
    """Keys without a fence; None where the first lines are no such keys, a title among them."""
    entries: list[Entry] = []
    for number, line in enumerate(lines):
        if not line.strip():
            break
        found = _LINE.match(line.rstrip())
        if found:
            entries.append(Entry(found[1].strip(), (found[2] or "").strip() or None, number + 1))
        elif entries and _MORE_OF_A_LINE.match(line):
            last = entries[-1]
            more = f"{last.value or ''} {line.strip()}".strip()
            entries[-1] = Entry(last.key, more, last.line)
        else:
            return None
    keys = [entry.key.lower() for entry in entries]
    if "title" not in keys or len(set(keys)) < len(keys):
        return None
    return FrontMatter(entries, "\n".join(lines[number:]))
