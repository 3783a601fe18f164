"""What the bot sends to Slack → every way in which Slack would refuse it. Pure."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

Json = dict[str, Any]

SCHEMA = Path(__file__).with_name("block_kit.schema.json")
# Not documented; measured by others before chat.postMessage answers msg_blocks_too_long.
MAX_CHARACTERS = 13_200
MAX_PROMPTS = 4


def violations_of(sent: Mapping[str, Any], surface: str = "message") -> list[str]:
    """One sentence a violation, each with the JSON pointer of what it is about; none is [].

    `surface`: "message" (text and blocks, as a renderer yields them), "home", "modal", "response"
    (to a response_url, or with an acknowledgement), or a method: "chat.postMessage",
    "chat.postEphemeral", "chat.update". `sent` holds parsed JSON, no token.
    """
    found = [_sentence(error) for error in _leaves(_validator(surface).iter_errors(dict(sent)))]
    blocks = sent.get("blocks")
    if isinstance(blocks, Sequence) and not isinstance(blocks, str):
        found += _repeated_ids([block for block in blocks if isinstance(block, dict)])
        length = sum(map(len, _readable(list(blocks))))
        if surface not in ("home", "modal") and length > MAX_CHARACTERS:
            found.append(f"{length} characters, more than {MAX_CHARACTERS} [/blocks]")
    return sorted(set(found))


def characters(blocks: Sequence[Json]) -> int:
    """How many characters count against the limit of all blocks together: texts and urls."""
    return sum(map(len, _readable(list(blocks))))


@cache
def _validator(surface: str) -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    if surface not in schema["$defs"]:
        raise KeyError(surface)
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{surface}"})


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """The errors that name a cause, out of those that only say that an alternative failed."""
    for error in errors:
        if error.context:
            yield from _leaves(iter(error.context))
        else:
            yield error


def _sentence(error: ValidationError) -> str:
    pointer = "".join(f"/{part}" for part in error.absolute_path)
    match error.validator:
        case "pattern" | "const" | "enum" | "type":
            shown = f"{error.instance!r:.80} is not allowed: {error.validator} of {_where(error)}"
        case "maxLength" | "maxItems":
            length = len(error.instance) if isinstance(error.instance, str | list) else 0
            shown = f"{length} is more than {error.validator_value}"
        case "minLength" | "minItems":
            shown = "must not be empty"
        case _:
            shown = error.message
    return f"{shown} [{pointer}]"


def _where(error: ValidationError) -> str:
    names = [str(part) for part in error.absolute_path if isinstance(part, str)]
    return names[-1] if names else "the whole"


def _repeated_ids(blocks: Sequence[Json]) -> Iterator[str]:
    for block_id, count in Counter(block.get("block_id") for block in blocks).items():
        if block_id and count > 1:
            yield f"block_id {block_id!r} is not unique [/blocks]"
    for index, block in enumerate(blocks):
        elements = [*_dicts(block.get("elements")), *_dicts([block.get("accessory")])]
        for action, count in Counter(element.get("action_id") for element in elements).items():
            if action and count > 1:
                yield f"action_id {action!r} is not unique [/blocks/{index}]"


def _dicts(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _readable(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _readable(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in ("text", "url") and isinstance(one, str):
                yield one
            else:
                yield from _readable(one)
