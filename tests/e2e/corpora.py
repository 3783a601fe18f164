"""Small corpora that tests write: a story with one article, and one of attacks."""

import json
from pathlib import Path

from tests.adapters.slack.hostile import HOSTILE


def write_story(corpus: Path, slug: str, text: str, channels: list[str] | None = None) -> None:
    folder = corpus / slug
    folder.mkdir(parents=True, exist_ok=True)
    limit = f"channels = {json.dumps(channels)}\n" if channels else ""
    (folder / "story.toml").write_text(f'title = "About {slug}"\nsummary = "S."\n{limit}')
    (folder / "one.md").write_text(
        f"---\ntitle: Report on {slug}\nurl: https://paper.example/{slug}\nsource: The Paper\n"
        f"published: 2025-01-02\n---\n\n{text}\n"
    )


def write_hostile(corpus: Path) -> None:
    """A story an attack, which stands in titles, outlets, authors and text."""
    for number, hostile in enumerate(HOSTILE):
        folder = corpus / f"story-{number}"
        folder.mkdir(parents=True)
        line = " ".join(hostile.encode("utf-8", "replace").decode().split())
        title = "".join(c for c in line if c.isprintable())[:200] or "t"
        story = {"title": f"S{number} {title}", "summary": "s"}
        (folder / "story.toml").write_text(
            "".join(
                f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in story.items()
            )
        )
        article = {
            "id": f"a{number}",
            "title": f"{title} T{number}",
            "url": f"https://paper.example/{number}",
            "source": title,
            "authors": [title],
            "published": "2025-01-02",
            "text": f"The number of the marmot {number} is seven. {hostile} It was counted twice.",
        }
        (folder / "articles.jsonl").write_text(json.dumps(article) + "\n")
