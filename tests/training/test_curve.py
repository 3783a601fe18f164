"""The picture of the losses that goes into the model card."""

import json
from pathlib import Path

import pytest
from matplotlib.image import imread

from training.curve import draw


@pytest.mark.parametrize("lines", [1, 50])
def test_a_log_of_losses_becomes_a_picture(lines: int, tmp_path: Path) -> None:
    log, picture = tmp_path / "losses.jsonl", tmp_path / "losses.png"
    log.write_text(
        "".join(
            json.dumps(
                {
                    "questions": 80 * n,
                    "seconds": 9.5 * n,
                    "relevance": 1.1 / (n + 1),
                    "answerability": 0.7 / (n + 1),
                    "span": 8.0 / (n + 1),
                }
            )
            + "\n"
            for n in range(lines)
        ),
        encoding="utf-8",
    )
    draw(log, picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
    pixels = imread(picture)
    assert pixels.shape[:2] == (336, 1080)
    # More than white: three panels, each with something drawn in it.
    for third in range(3):
        assert pixels[:, third * 360 : (third + 1) * 360, :3].min() < 0.5
