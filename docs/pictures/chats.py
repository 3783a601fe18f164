"""The shipped corpus → the pictures of both chats in docs/pictures: slack-*.png, discord-*.png.

    python -m docs.pictures.chats [FOLDER]

with Pullquote installed and `chromium` on PATH. FOLDER: where to write them instead.

People do things in a localhost Slack and a localhost Discord, and a service answers; only the page
around what it says, and how a chat shows it, is drawn here.
"""

import sys
import tempfile
from pathlib import Path

from docs.pictures.newsroom import newsroom
from docs.pictures.photograph import named_folder, photograph
from docs.pictures.scenes import pages


def main(folder: Path) -> int:
    """Writes them; 1 where there is no browser to draw them."""
    with tempfile.TemporaryDirectory() as work, newsroom(Path(work)) as room:
        drawn = pages(room)
    return photograph(drawn, folder)


if __name__ == "__main__":
    sys.exit(main(named_folder()))
