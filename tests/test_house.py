"""The house keeps its rules: no file is too long, and the README can't rot."""

import re
from pathlib import Path

from adapters.settings.reference import settings_table

ROOT = Path(__file__).parent.parent
MOST_LINES = 400
# Longer still, and being split. The list may only get shorter.
TOO_LONG = {"bot/wording.py"}


def test_no_file_is_longer_than_is_read_at_one_sitting() -> None:
    rooms = ("retrieval", "bot", "adapters", "training")
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
    }
    long = {path for path, count in lines.items() if count > MOST_LINES}
    assert long - TOO_LONG == set(), f"over {MOST_LINES} lines; split it by what each half yields"
    assert TOO_LONG - long == set(), "short enough now; take it off TOO_LONG"


def test_the_readme_lists_exactly_the_settings_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    between = re.findall(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", readme, re.DOTALL)
    assert between == [settings_table()], "paste settings_table() into README.md"


def test_every_make_target_that_the_readme_names_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", readme, re.DOTALL))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert {"demo", "test"} <= named <= targets
