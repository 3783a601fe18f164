"""The whole recipe: mine, train, draw the losses, export. Run it again and it goes on.

python -m training ../shared/train --work /tmp/reader --minutes 8 --ship
"""

import argparse
import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import torch

from retrieval.embedding import Embedder, load_embedder
from retrieval.models import choose_model
from retrieval.reader import MODEL
from training.checkpoints import LOG
from training.curve import draw
from training.data import read
from training.export import export, ship
from training.interpolation import interpolated
from training.mining import mined
from training.mixture import training_order
from training.train import Recipe, train

# A processor sees each question once in hours; a GPU some times in minutes.
ON_PROCESSOR = Recipe(minutes=90)
ON_GPU = Recipe(
    minutes=8,
    epochs=20,
    batch=96,
    learning_rate=2e-4,
    head_learning_rate=4e-4,
    dropout=0.1,
    frozen_embeddings=False,
)
# So much stays of the weights that a run set out from: without them it knows its own questions
# better and news worse.
EARLIER_SHARE = 0.3


def main() -> None:
    """Runs what is not yet done; what is done lies in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of passages.jsonl and questions.jsonl")
    parser.add_argument("--work", type=Path, required=True, help="folder for all that is made")
    parser.add_argument("--minutes", type=float, help="time to spend learning")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--start", default="", help="a folder of the model to set out from")
    parser.add_argument("--seed", type=int, help="of what chance decides in the run")
    parser.add_argument(
        "--earlier",
        type=Path,
        help="checkpoint of a run, or an ONNX file that ships, to set out from",
    )
    parser.add_argument("--ship", action="store_true", help="put the result into the package")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    on_gpu = chosen.device != "cpu"
    usual = ON_GPU if on_gpu else ON_PROCESSOR
    recipe = replace(usual, minutes=chosen.minutes or usual.minutes)
    pages, known = read(chosen.data)
    # Always the same, whatever the seed of the run: what was mined is kept for them.
    questions = [known[n] for n in training_order(known, recipe.seed)]
    recipe = replace(recipe, seed=chosen.seed if chosen.seed is not None else recipe.seed)
    base = choose_model(chosen.start)

    def embedder() -> Embedder:
        return load_embedder(base, cache=chosen.work / "models", device=chosen.device)

    near = mined(pages, [q.question for q in questions], embedder, chosen.work, _progress)
    # load_embedder leaves torch a single thread, since ONNX does its work.
    torch.set_num_threads(1 if on_gpu else os.cpu_count() or 1)
    network = train(
        recipe,
        Path(base.location),
        pages,
        questions,
        near,
        chosen.work,
        chosen.device,
        _say,
        chosen.earlier,
        max(1, (os.cpu_count() or 1) - 2) if on_gpu else 0,
    )
    if chosen.earlier is not None:
        network = interpolated(network, chosen.earlier, EARLIER_SHARE)
    small = export(network, chosen.work)
    draw(chosen.work / LOG, chosen.work / "losses.png")
    _say(f"made {small} of {small.stat().st_size / 1e6:.1f} MB")
    if chosen.ship:
        ship(small)
        shutil.copyfile(chosen.work / "losses.png", Path(__file__).with_name("losses.png"))
        _say(f"shipped as {MODEL}")


def _say(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')}  {line}\n")
    sys.stdout.flush()


def _progress(what: str, done: int, of: int) -> None:
    sys.stderr.write(f"\r{what} {done}/{of}   ")


if __name__ == "__main__":
    main()
