"""The log of losses → a picture of them."""

import json
from pathlib import Path

from matplotlib.figure import Figure

PANELS = {
    "relevance": "relevance (listwise)",
    "answerability": "answerability",
    "span": "answer span (start + end)",
}


def draw(log: Path, picture: Path) -> None:
    """One panel a loss over the questions seen, smoothed as they were logged. Writes a PNG."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    figure = Figure(figsize=(9, 2.8), layout="constrained")
    panels = figure.subplots(1, len(PANELS))
    for panel, (name, title) in zip(panels, PANELS.items(), strict=True):
        panel.plot([line["questions"] for line in lines], [line[name] for line in lines])
        panel.set_title(title, fontsize=9)
        panel.set_xlabel("questions seen", fontsize=8)
        panel.set_ylim(bottom=0)
        panel.tick_params(labelsize=7)
        panel.spines[["top", "right"]].set_visible(False)
    figure.savefig(picture, dpi=120)
