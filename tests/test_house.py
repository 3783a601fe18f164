"""The README can't rot: its settings table and its make targets are those of the code."""

import re
from pathlib import Path

from adapters.settings.reference import settings_table

ROOT = Path(__file__).parent.parent


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
