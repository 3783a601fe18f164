"""A model that was exported to ONNX → how it is run: what it reads, and how it pools.

Written where a model is exported (`sentence_transformer.py`), from what sentence-transformers reads
in the model's own configuration; it stands only in exports that give the same vectors without it.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from retrieval.models import ModelError

NETWORK, TOKENIZER = "onnx/model_int8.onnx", "tokenizer.json"
RECIPE = "embedding.json"


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """How texts become vectors. Longer texts are cut to `max_tokens`."""

    pooling: Literal["mean", "cls"]
    max_tokens: int
    pad_token: int
    question_prompt: str
    passage_prompt: str


def write_recipe(recipe: ExportedModel, folder: Path) -> None:
    """Puts it into the export's folder."""
    text = json.dumps(asdict(recipe), indent=1, ensure_ascii=False)
    (folder / RECIPE).write_text(f"{text}\n", encoding="utf-8")


def recipe_in(folder: Path) -> ExportedModel | None:
    """How the export is run; None where only sentence-transformers can. Raises ModelError."""
    file = folder / RECIPE
    try:
        return ExportedModel(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"{file} can't be read ({type(error).__name__}); remove {folder} and try again"
        ) from error
