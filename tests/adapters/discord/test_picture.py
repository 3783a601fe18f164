"""The README's picture of a reply can be drawn again, out of the shipped corpus."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chromium import CHROMIUM
from tests.patience import PATIENCE

SCRIPT = Path(__file__).parents[3] / "docs/pictures/discord_reply.py"


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no `chromium` on PATH: apt-get install chromium")
def test_the_picture_of_a_reply_is_drawn_from_the_corpus(tmp_path: Path) -> None:
    picture = tmp_path / "reply.png"
    subprocess.run([sys.executable, SCRIPT, picture], check=True, cwd=tmp_path, timeout=PATIENCE)
    drawn = picture.read_bytes()
    width, height = struct.unpack(">II", drawn[16:24])
    assert width == 1600
    assert 800 < height < 1600
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")


def test_the_picture_that_is_shown_loads_quickly() -> None:
    assert SCRIPT.with_name("discord-reply.png").stat().st_size <= 300_000
