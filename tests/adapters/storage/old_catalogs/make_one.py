"""An earlier Pullquote's own code → the catalog it leaves, as SQL on standard output.

Run by make_all.py with that Pullquote's checkout on PYTHONPATH; only what has been in it since its
first catalog is used, the rest where that revision has it.
"""

import importlib.util
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.storage.catalog import Catalog, open_catalog
from adapters.storage.purge import purge
from adapters.storage.reindex import reindex
from tests.adapters.storage.newsroom import MODEL, WordEmbedder

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
FIRST = "The ferry lies at its berth with a broken gate. Divers look at the hull on Monday."
CHANGED = "The ferry lies at its berth with a new gate. Divers have looked at the hull on Monday."
STORIES = {
    "ferry/berth": FIRST,
    "ferry/crew": "The crew of twelve went ashore by bus. Nobody was hurt, says the owner.",
    "dam/level": "The water behind the dam stands two metres below the crest.",
    "dam/erased": "What stands here is taken back and must not return.",
}


def write(corpus: Path, id: str, text: str) -> None:
    """A story's article, and the story."""
    path = corpus / f"{id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    story = path.parent / "story.toml"
    story.write_text(f'title = "The {path.parent.name}"\nsummary = "What happens to it."\n')
    head = f"title: {path.stem}\nurl: https://{path.stem}.example/\nsource: The Wire\n"
    path.write_text(f"---\n{head}published: 2026-03-01\n---\n\n{text}\n")


def remember(catalog: Catalog, versions: list[str]) -> None:
    """A reply that quotes an old version and a new one, a verdict, a delivery, installations."""
    from adapters.storage.deliveries import StoredDeliveries
    from adapters.storage.kept_replies import StoredReplies
    from bot.memory import KeptQuote, KeptReply
    from bot.places import Place

    place = Place("slack", "T1", "C1")
    quotes = tuple(KeptQuote(version, 0, 20, ((0, 3),), 0.9, ()) for version in versions)
    told: dict[str, Any] = (
        {"shown": len(quotes)} if "shown" in {one.name for one in fields(KeptReply)} else {}
    )
    reply: Any = KeptReply("r1", place, "1.0", "1.0", "2.0", True, "ferry", quotes, NOW, **told)
    replies = StoredReplies(catalog.database)
    replies.keep(reply)
    replies.rate("r1", "U1", True, NOW)
    StoredDeliveries(catalog.database).claim("slack:Ev1", {"text": "?"}, "me", NOW, 60.0)


def follow(catalog: Catalog) -> None:
    """A channel follows a story."""
    from adapters.storage.following import StoredFollows
    from bot.following import Follow, Pace, Rhythm
    from bot.places import Place

    place, rhythm = Place("slack", "T1", "C1"), Rhythm(Pace.NOW)
    StoredFollows(catalog.database).follow(Follow("f1", place, "ferry", rhythm, "U1", NOW, 0, NOW))


def install(catalog: Path) -> None:
    """As Slack's SDK writes it."""
    with closing(sqlite3.connect(catalog)) as connection:
        connection.execute(
            "INSERT INTO slack_installations (client_id, app_id, team_id, user_id, bot_token, "
            "is_enterprise_install, installed_at) VALUES ('1.2', 'A1', 'T1', 'U1', "
            "'xoxb-made-up', 0, '2026-03-04 12:30:00.000000')"
        )
        connection.commit()


def there(module: str) -> bool:
    """Whether that Pullquote has it."""
    return importlib.util.find_spec(module) is not None


def main() -> None:
    """Writes the dump."""
    folder = Path(tempfile.mkdtemp())
    corpus, data = folder / "corpus", folder / "data"
    embedder = WordEmbedder()
    with closing(open_catalog(None, data)) as catalog:

        def indexed(minutes: int) -> None:
            now = NOW + timedelta(minutes=minutes)
            reindex(corpus, data, catalog, MODEL, lambda: embedder, now)

        for id, text in STORIES.items():
            write(corpus, id, text)
        indexed(1)
        purge(data, catalog, NOW + timedelta(minutes=2), articles=["dam/erased"])
        write(corpus, "ferry/berth", CHANGED)
        write(corpus, "ferry/fares", "The fares stay as they are until the autumn.")
        indexed(3)
        versions = sorted(catalog.versions_by_id(["ferry/berth"], None))
        if there("adapters.storage.kept_replies"):
            remember(catalog, versions)
        if there("adapters.storage.following"):
            follow(catalog)
    if there("adapters.storage.kept_replies"):
        install(data / "catalog.sqlite3")
    with closing(sqlite3.connect(data / "catalog.sqlite3")) as connection:
        sys.stdout.write("\n".join(connection.iterdump()) + "\n")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
