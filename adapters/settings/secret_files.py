"""A `…_FILE` variable's file → the secret in it, as Docker and Kubernetes mount secrets.

pydantic-settings reads folders of secrets (`secrets_dir`), not files that variables name.
"""

from pathlib import Path

from adapters.settings import SettingsError


def secret_in(name: str, path: str, cwd: Path) -> str:
    """What stands in the file that the variable `name` names, without the newline at its end.

    Raises SettingsError, which names both and tells nothing of what stands there.
    """
    try:
        text = (cwd / Path(path).expanduser()).read_text(encoding="utf-8")
    except RuntimeError:  # "~someone", and no such user
        reason = "there is no such home"
    except OSError as error:
        reason = f"can't be read ({error.strerror})"
    except ValueError:  # not UTF-8, or a path with a NUL in it
        reason = "is not text"
    else:
        if secret := text.removesuffix("\n").removesuffix("\r"):
            return secret
        reason = "is empty"
    # Not raised from there: the error of decoding holds the bytes.
    raise SettingsError(
        f"{name} names {path}, which {reason}; write the secret there, let this user read it, "
        f"or unset {name}"
    )
