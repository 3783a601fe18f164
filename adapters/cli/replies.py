"""A reply → the documents that the terminal shows of it. Pure but for printing."""

from collections.abc import Mapping

from rich.console import Console

from adapters.cli.rendering import print_document
from bot import wording
from bot.checked import Checked
from bot.desk import Page, Told
from bot.documents.replies import page_document, reply_document
from bot.replies import NoAnswer, Reply


def print_reply(
    console: Console, reply: Reply, titles: Mapping[str, str], checked: Checked | None = None
) -> None:
    """As chats show it; nothing can be pressed here, so what came nearest is shown at once.
    `titles`: of the stories, by slug."""
    named = {slug: f"{title} [{slug}]" for slug, title in titles.items()}
    nearest = reply.nearest if isinstance(reply, NoAnswer) else ()
    told = Told("", reply, named, checked=None if nearest else checked)
    print_document(console, reply_document(told, private=False, authors=True))
    if nearest:
        lines = (wording.NEAREST(), *("" for _ in nearest[1:]))
        page = Page("", nearest, 0, len(nearest), False, named, lines, checked)
        print_document(console, page_document(page))
