"""all-MiniLM-L6-v2 as its authors gave it → its int8 form as it ships, in `retrieval/minilm/`.

python -m training.embedder
"""

import shutil
import tempfile
from pathlib import Path

from retrieval.exported_model import NETWORK, RECIPE, TOKENIZER
from retrieval.exports import note_digests
from retrieval.models import SHIPPED, choose_model
from retrieval.sentence_transformer import export


def ship(folder: Path = SHIPPED) -> None:
    """Exports the model, and keeps of it what answering takes."""
    weights = Path(choose_model("").location)
    (folder / NETWORK).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        export(str(weights), Path(made))
        for name in (NETWORK, RECIPE):
            shutil.copyfile(Path(made) / name, folder / name)
    # Its authors' own: what transformers writes of it again is the same, and longer.
    shutil.copyfile(weights / TOKENIZER, folder / TOKENIZER)
    note_digests(folder)


if __name__ == "__main__":
    ship()
