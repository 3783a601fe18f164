"""HTML → pictures of it, by a headless Chromium."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from tests.chromium import CHROMIUM, Browser
from tests.e2e.admin.tab import tab

HERE = Path(__file__).parent
WIDTH, SCALE, _COLOURS = 800, 1.5, 192


def photograph(pages: Mapping[str, str], folder: Path, most: int = 3_000) -> int:
    """Each page by the name of its picture, as `NAME.png` in the folder, `most` pixels of it high.
    1 where there is no browser to draw them."""
    if CHROMIUM is None:
        print("no `chromium` on PATH: apt-get install chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as work:
        browser = Browser(Path(work) / "profile")
        with tab(browser, Path(work).as_uri()) as at:
            at.looks(WIDTH, "light", height=100)
            for name, html in pages.items():
                (Path(work) / f"{name}.html").write_text(html, encoding="utf-8")
                at.open(f"/{name}.html")
                at.picture(folder / f"{name}.png", most, SCALE)
                shrink(folder / f"{name}.png")
        browser.close()
    for name in pages:
        picture = folder / f"{name}.png"
        print(f"{picture}: {picture.stat().st_size:,} bytes")
    return 0


def shrink(picture: Path) -> None:
    """To a third of its bytes: text on a plain ground has few colours."""
    with Image.open(picture) as drawn:
        few = drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


def named_folder() -> Path:
    """Where pictures are to be written: what was typed behind the command, else here."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
