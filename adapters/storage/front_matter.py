"""A text file with YAML front matter → its fields with their lines, and its body. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from adapters.storage.article_fields import Field, Odd, Value
from adapters.storage.corpus_problems import Problem

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# libyaml's composer recurses without a guard: ten thousand "[" would end the process.
_DEEPEST = 8
_TAG = "tag:yaml.org,2002:"
_KINDS = {"int": "a number", "float": "a number", "bool": "a yes/no value"}
_HOW_TO_BEGIN = (
    'begin the file with "---", then title, url, source and published, one a line, then "---"'
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields by name, and the text below the closing line."""

    fields: Mapping[str, Field]
    body: str


def read_front_matter(path: str, text: str) -> FrontMatter | Problem:
    """Split and parse a file's text. `path` stands in the problem."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        reason = (
            "no front matter: the first line is not ---" if text.strip() else "the file is empty"
        )
        return Problem(path, 1, reason, _HOW_TO_BEGIN)
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), None)
    if end is None:
        reason = "the front matter never ends"
        return Problem(path, 1, reason, "put a line --- between it and the article's text")
    fields = _fields(path, "\n".join(lines[1:end]))
    if isinstance(fields, Problem):
        return fields
    return FrontMatter(fields, "\n".join(lines[end + 1 :]))


def _fields(path: str, header: str) -> dict[str, Field] | Problem:
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
        return {}
    if not isinstance(root, yaml.MappingNode):
        kind = "a list" if isinstance(root, yaml.SequenceNode) else "bare text"
        return Problem(path, 2, f"the front matter is {kind}", "write lines such as title: A title")
    fields: dict[str, Field] = {}
    for key, value in root.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        line = key.start_mark.line + 2
        if name in fields:
            return Problem(path, line, f"{name[:40]!r} is given twice", "keep one of the two lines")
        fields[name] = Field(_value(value), line)
    return fields


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


def _value(node: yaml.Node) -> Value:
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_value(item) for item in node.value)
        texts = tuple(item for item in items if isinstance(item, str))
        return texts if len(texts) == len(items) else Odd("", "a list with more than texts in it")
    if not isinstance(node, yaml.ScalarNode):
        return Odd("", "neither text nor a list of texts")
    tag = node.tag.removeprefix(_TAG)
    if tag in ("str", "timestamp", "value"):  # a date stays as written
        return str(node.value)
    if tag == "null":
        return None
    return Odd(node.value[:40], _KINDS.get(tag, f"a value marked {node.tag[:40]!r}"))
