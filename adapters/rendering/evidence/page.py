"""A sheet of evidence → a page of HTML that needs nothing else, and prints well. Pure.

Everything that people wrote is escaped by Jinja2; no script runs in it, its own policy sees to
that. The one file that knows Jinja2.
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from adapters.rendering.evidence.sheet import Sheet

_DATA = re.compile(r'<script type="application/json" id="pullquote-evidence">([^<]*)</script>')
# Inside of a script element nothing is unescaped, so its end must not stand in it.
_IN_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def page_of(sheet: Sheet, title: str, data: str) -> str:
    """The page; `data` is the pack as JSON, for whoever verifies it."""
    inside = Markup(data.translate(_IN_SCRIPT))  # noqa: S704  (nothing in it can end the element)
    return _template().render(sheet=sheet, title=title, data=inside)


def data_in(page: str) -> str | None:
    """The JSON that `page_of` put there, None where there is none."""
    found = _DATA.search(page)
    return found[1] if found else None


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html.j2")
