"""What the templates say is said in the reader's language, and nothing in them acts by itself."""

import re
from pathlib import Path

import pytest

from adapters.admin import templates

FILES = sorted((Path(templates.__file__).parent / "templates").glob("*.html"))
ATTRIBUTES = re.compile(r'(?:aria-label|title|alt|placeholder)="([^"{]*)"')
# The name of the program, and how an address begins.
SAID_AS_IT_IS = {"Pullquote", "· Pullquote", "https://"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_word_stands_in_a_template_that_could_not_be_said_in_another_language(
    file: Path,
) -> None:
    text = file.read_text(encoding="utf-8")
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    said = [" ".join(one.split()) for one in re.split(r"<[^>]*>", bare)]
    said += ATTRIBUTES.findall(bare)
    words = {one for one in said if re.search(r"[A-Za-z]", one)}
    assert words <= SAID_AS_IT_IS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_a_script_styled_by_itself_or_let_through_as_markup(file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|\son\w+=|style=|javascript:|\|\s*safe", written)
