"""The house keeps its rules: no file is too long, and every make target that is named exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_LINES = 400


def test_no_file_is_longer_than_is_read_at_one_sitting() -> None:
    rooms = ("retrieval", "bot", "adapters", "training")
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
    }
    long = {path for path, count in lines.items() if count > MOST_LINES}
    assert long == set(), f"over {MOST_LINES} lines; split it by what each half yields"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/operating.md"])
def test_every_make_target_that_is_named_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert named
    assert named <= targets
