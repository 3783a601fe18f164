"""The documents are true and whole: what people can type, press and set is in them, and every
link, path, test and setting that they name exists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from adapters.cli import failures
from adapters.settings import Settings
from adapters.settings.reference import CONFIG, file_variable, variable
from bot import evidence_wording, gaps_wording, timeline_wording, tracking_wording, wording
from bot.commands.command import Command
from bot.commands.table import COMMANDS
from bot.documents.actions import Action, Choice
from bot.evidence.pack import Format
from bot.language import Sentence
from docs import reference

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
# Of the web and of other programs; they stand in code as the chats' commands do.
NO_COMMANDS = frozenset(("/healthz", "/readyz", "/metrics", "/invite", "/mcp", "/slack"))
NO_COMMANDS |= {"/data", "/tmp", "/run", "/etc", "/var", "/opt"}  # folders
MADE_UP = "/ping"
_FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def each_page(*pages: Path) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda page: page.stem)


# ------------------------------------------------------------------------------ nothing is missing


@pytest.mark.parametrize("page", reference.PAGES)
def test_commands_options_settings_and_chat_commands_are_listed_as_they_are(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert text == reference.written(page), "run: python -m docs.reference"


def test_every_option_has_words_of_its_own() -> None:
    silent = [
        f"{shown.name} {one.opts[0]}"
        for shown in reference.commands()
        for one in shown.parameters
        if not one.help
    ]
    assert silent == []


def test_every_button_is_documented() -> None:
    rows = table("chat-commands.md", "buttons")
    named = {code for row in rows for code in _CODE.findall(row[1])}
    actions = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", one.__name__).lower() for one in actions_there}
    assert named == actions
    files = (evidence_wording, wording, tracking_wording, timeline_wording, gaps_wording)
    ours = [value for file in files for value in vars(file).values()]
    sentences = {value.english for value in ours if isinstance(value, Sentence)}
    sentences |= {evidence_wording.as_kind(kind) for kind in Format}
    labels = {label for row in rows for label in re.findall(r"\*\*(.+?)\*\*", row[0])}
    assert {one for one in labels if one not in sentences} == {"More quotes"}  # with a number
    assert wording.MORE.english.startswith("More quotes")


actions_there = get_args(Action)


def test_every_choice_behind_a_button_is_documented() -> None:
    below = read("chat-commands.md").partition("## Choices behind a button")[2]
    assert set(_CODE.findall(below)) - {"choose"} == {choice.value for choice in Choice}


def test_every_exit_code_is_documented() -> None:
    used = {value for name, value in vars(failures).items() if name.isupper() and name[0] != "_"}
    section = read("commands.md").partition("## Exit codes")[2].partition("\n## ")[0]
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)} == {0, *used}


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {target.partition("#")[0] for target in _LINK.findall(README.read_text("utf-8"))}
    assert {page.relative_to(ROOT).as_posix() for page in PAGES[1:]} - linked == set()


# ------------------------------------------------------------------------- nothing is there in vain


@each_page(*PAGES)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = outside_of_code(page)
    broken = []
    for target in (*_LINK.findall(text), *re.findall(r"<img[^>]*src=\"([^\"]+)\"", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        led_to = (page.parent / path).resolve() if path else page
        if not led_to.exists() or (anchor and anchor not in anchors(led_to)):
            broken.append(target)
    assert broken == []


@each_page(*PAGES)
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    known = {shown.name: shown for shown in reference.commands()}
    unknown = []
    for typed in shown_lines(page):
        for words in re.findall(r"(?<![\w/.])pullquote ((?!-)[^|·#;]*)", typed):
            name = longest_name(words, known)
            if name is None:
                unknown.append(typed)
                continue
            options = {one for each in known[name].command.params for one in every_name(each)}
            unknown += [
                f"{name} {one}"
                for one in re.findall(r"--[a-z-]+", words)
                if one not in options | {"--help", "--json"}
            ]
    assert unknown == []


@each_page(*PAGES)
def test_every_chat_command_that_is_shown_exists(page: Path) -> None:
    names = {f"/{name}" for name in COMMANDS} | {"/ask", "/pullquote", MADE_UP} | NO_COMMANDS
    typed = {word for code in shown_lines(page) for word in re.findall(r"^/[a-z]+", code)}
    assert typed - names == set()


@each_page(*PAGES)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    variables = {variable(key) for key in Settings.model_fields} | {CONFIG}
    variables |= {in_file for key in Settings.model_fields if (in_file := file_variable(key))}
    named = set(re.findall(r"\b(?:PULLQUOTE|SLACK|DISCORD)_[A-Z_]+\b", page.read_text("utf-8")))
    assert named - variables == set()


@each_page(*(ROOT / path for path in ("CONTRIBUTING.md", "docs/architecture.md")))
def test_every_file_that_is_named_exists(page: Path) -> None:
    text = _FENCED.sub(without_what_is_made_up, page.read_text(encoding="utf-8"))
    rooms = "adapters|benchmarks|bot|corpus|docs|retrieval|tests|training"
    named = set(re.findall(rf"(?<![\w/.])(?:{rooms})/[\w/.-]*", text))
    assert {path for path in named if not (ROOT / path.rstrip(".")).exists()} == set()


def test_every_event_and_part_that_is_explained_is_one() -> None:
    sections = read("operating.md").split("\n## ")
    rows = [
        line
        for section in sections
        if section.startswith(("Is it up?", "Logs"))
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    named = {code for line in rows for code in _CODE.findall(line.split(" | ")[0])}
    code = "".join(path.read_text("utf-8") for path in (ROOT / "adapters").rglob("*.py"))
    code += "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    assert len(named) > 10
    assert {name for name in named if f'"{name}"' not in code} == set()


def test_both_chats_have_the_files_that_a_chat_is_said_to_have() -> None:
    named = {code for row in table("architecture.md", "a chat") for code in _CODE.findall(row[0])}
    for chat in ("slack", "discord"):
        assert named <= {path.name for path in (ROOT / "adapters" / chat).glob("*.py")}


def test_every_test_that_a_promise_names_exists() -> None:
    text = read("promises.md")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 40
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not re.search(
            rf"^(?:async )?def {test}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE
        )
    ]
    assert missing == []


def test_the_command_that_is_made_up_to_show_how_can_be_added_as_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    section = read("architecture.md").partition("## How to add a command")[2]
    blocks = [block for _, language, block in _FENCED.findall(section) if language != "text"]
    (name, sentence), code, (_, entry) = (
        re.findall(r'^\+(\w+) = Sentence\("(.+)"\)$', blocks[0], re.MULTILINE)[0],
        blocks[1],
        [line.lstrip("+ ") for line in blocks[2].splitlines() if line.startswith("+")],
    )
    monkeypatch.setattr(wording, name, Sentence(sentence), raising=False)
    made: dict[str, Any] = {"Command": Command}
    exec(code, made)
    command = eval(entry.rstrip(","), made)
    assert f"/{command.name}" == MADE_UP
    assert command.run(None, None, {}).summary == sentence


@each_page(*PAGES)
def test_no_table_is_torn_by_an_empty_line(page: Path) -> None:
    torn = re.findall(r"^\|.*\n\n(\|.*)\n(?!\| ?-)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert torn == []


def test_the_readme_is_read_at_one_sitting() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 150


# --------------------------------------------------------------------------------- how to read them


def read(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def between(page: str, mark: str) -> list[str]:
    [found] = re.findall(rf"<!-- {mark} -->\n(.*?)\n<!-- /{mark} -->", read(page), re.DOTALL)
    return list(found.split("\n"))


def table(page: str, mark: str) -> list[list[str]]:
    rows = between(page, mark)[2:]
    return [[cell.strip() for cell in row.strip("| ").split(" | ")] for row in rows]


def without_what_is_made_up(fenced: re.Match[str]) -> str:
    """Code blocks show what isn't there yet; drawings and lists of files show what is."""
    return "" if fenced[2] else fenced[0]


def outside_of_code(page: Path) -> str:
    return _CODE.sub("", _FENCED.sub("", page.read_text(encoding="utf-8")))


def shown_lines(page: Path) -> Iterator[str]:
    """What stands in code, a line or a span each."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCED.finditer(text):
        if found[2] == "sh":
            yield from (line.strip() for line in found[3].splitlines())
    yield from _CODE.findall(_FENCED.sub("", text))


def longest_name(words: str, known: dict[str, reference.Shown]) -> str | None:
    """The command that a line begins with: `index list`, `story new`, `story SLUG`, `COMMAND`."""
    first, second = ([*words.split(), "", ""])[:2]
    if first in ("COMMAND", "…"):
        return "pullquote ask"
    return next(
        (name for name in (f"pullquote {first} {second}", f"pullquote {first}") if name in known),
        "pullquote run" if first in ("index", "discord") and not second else None,
    )


def every_name(parameter: object) -> Iterator[str]:
    yield from parameter.opts  # type: ignore[attr-defined]
    yield from parameter.secondary_opts  # type: ignore[attr-defined]


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings: github.com/gjtorikian/html-pipeline, toc_filter.rb."""
    found: set[str] = set()
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    for heading in re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", heading).lower())
        slug = plain.strip().replace(" ", "-")
        number = 0
        while (numbered := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(numbered)
    return found
