"""An HTTP request to Discord, or an answer of it → every way in which it breaks Discord's own
description of its API. Pure, after the description is read.

The description (OpenAPI 3.1, MIT) stands beside the repository and not in it: ask `missing()`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from tests.e2e.command import ROOT

Json = dict[str, Any]
Errors = Iterator[ValidationError]

DESCRIPTION = ROOT.parent / "shared" / "specs" / "discord-openapi.json"
JSON = "application/json"
FORM = "multipart/form-data"
METHODS = frozenset(("get", "put", "post", "patch", "delete"))

# discord.py sends these where the description does not know them; Discord ignores them.
# `tts: false` goes with every message and `flags` with an embed that once was received;
# `nsfw` (age-restricted) is documented for commands and only missing from the description.
EXTRAS: Mapping[str, Json] = {
    "MessageEditRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateRequestPartial": {"tts": {"type": "boolean"}},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": {"type": "boolean"}},
    "RichEmbed": {"flags": {"type": "integer"}},
    "ApplicationCommandCreateRequest": {"nsfw": {"type": "boolean"}},
    "ApplicationCommandPatchRequestPartial": {"nsfw": {"type": "boolean"}},
    "ApplicationCommandUpdateRequest": {"nsfw": {"type": "boolean"}},
}


def missing() -> str:
    """Why nothing can be checked here; "" where everything can."""
    return "" if DESCRIPTION.is_file() else "Discord's OpenAPI description is not beside the code"


@pytest.fixture
def openapi() -> None:
    """Skips the test where the description is absent. Import it into the test file."""
    if reason := missing():
        pytest.skip(reason)


def request_violations(
    method: str,
    path: str,
    query: Mapping[str, str],
    body: object,
    content_type: str = JSON,
) -> list[str]:
    """One sentence a violation, each with a pointer to what it is about; none is [].

    `path`: from behind /api/v10, or with it. `body`: parsed JSON, None where there is none; of a
    multipart request the parts by name, of which `payload_json` may be parsed already.
    """
    route = _described().route(method, path)
    if route is None:
        return [f"there is no {method.upper()} {path}"]
    return [
        *_path_violations(route),
        *_query_violations(route, query),
        *_body_violations(route, body, content_type.partition(";")[0].strip().lower()),
    ]


def response_violations(method: str, path: str, status: int, body: object) -> list[str]:
    """As request_violations, of Discord's answer; `body` None where it is empty."""
    route = _described().route(method, path)
    if route is None:
        # Discord answers a path that it does not have with an error, too.
        known: Json = {"4XX": {"$ref": "#/components/responses/ClientErrorResponse"}}
    else:
        known = route.operation["responses"]
    if status >= 500:
        # Not described: what stands between Discord and the world answers in any form.
        return []
    answer = known.get(str(status), known.get(f"{status // 100}XX"))
    if answer is None:
        return [f"{method.upper()} {path} does not answer {status}"]
    if "$ref" in answer:
        answer = _described().at(answer["$ref"])
    content = answer.get("content", {})
    if body is None or not content:
        return [] if (body is None) == (not content) else [f"{status} with the wrong body or none"]
    if JSON not in content:
        return []
    return _sentences(_described().responses.descend(body, content[JSON]["schema"]))


# ---------------------------------------------------------------------------------- the request


class _Route:
    """An operation, and the parts of the path that stand for its parameters."""

    def __init__(self, operation: Json, inherited: Sequence[Json], values: Mapping[str, str]):
        self.operation = operation
        self.parameters: list[Json] = [*inherited, *operation.get("parameters", ())]
        self.values = values


def _path_violations(route: _Route) -> Iterator[str]:
    for parameter in route.parameters:
        if parameter["in"] == "path":
            yield from _parameter_violations(parameter, unquote(route.values[parameter["name"]]))


def _query_violations(route: _Route, query: Mapping[str, str]) -> Iterator[str]:
    known = {one["name"]: one for one in route.parameters if one["in"] == "query"}
    for name, value in query.items():
        if name not in known:
            yield f"there is no query parameter {name!r}"
        else:
            yield from _parameter_violations(known[name], value)
    for name, parameter in known.items():
        if parameter.get("required") and name not in query:
            yield f"the query parameter {name!r} is missing"


def _parameter_violations(parameter: Json, value: str) -> Iterator[str]:
    schema = _described().resolved(parameter["schema"])
    for each in _request_against(schema, _typed(schema, value)):
        yield f"{parameter['name']}: {each}"


def _typed(schema: Json, value: str) -> object:
    """The value as its schema would have it; as it is, where that fails."""
    match schema.get("type"):
        case "boolean":
            # discord.py writes 1 and 0, other clients true and false; Discord reads both.
            return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
        case "integer" if re.fullmatch(r"-?\d+", value):
            return int(value)
        case "array":
            return [value]
    return value


def _body_violations(route: _Route, body: object, content_type: str) -> Iterator[str]:
    described = route.operation.get("requestBody")
    if body is None:
        if described and described.get("required"):
            yield "the body is missing"
        return
    if described is None:
        yield "it takes no body"
        return
    if content_type not in described["content"]:
        yield f"its body can't be {content_type}"
        return
    if content_type == FORM and isinstance(body, Mapping) and "payload_json" in body:
        # The JSON is one of the parts; the others are the files that it speaks of.
        for name in body:
            if not re.fullmatch(r"payload_json|files\[\d\]", str(name)):
                yield f"there is no part {name!r}"
        payload = body["payload_json"]
        body = json.loads(payload) if isinstance(payload, str | bytes) else payload
        content_type = JSON
    schema = described["content"][content_type]["schema"]
    yield from _request_against(schema, body)


# --------------------------------------------------------------------------------- the description


class _Described:
    """The description, with an index of its paths, in which no object has unknown fields."""

    def __init__(self, described: Json) -> None:
        self._all = described
        self._operations: dict[int, list[tuple[list[str], Json]]] = {}
        for template, item in described["paths"].items():
            parts = template.strip("/").split("/")
            self._operations.setdefault(len(parts), []).append((parts, item))
        for items in self._operations.values():
            # "@me" is meant before "{user_id}".
            items.sort(key=lambda item: [part.startswith("{") for part in item[0]])
        _forbid_unknown(described)
        schemas: Json = described["components"]["schemas"]
        # Within an error about a field it is a word, "BASE_TYPE_REQUIRED", as documented.
        schemas["Error"]["properties"]["code"]["type"] = ["integer", "string"]
        self.responses = _validator(schemas)
        self.requests = _validator({**schemas, **_as_sent(schemas)})

    def at(self, reference: str) -> Json:
        """What "#/components/…" means."""
        found: Json = self._all
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def resolved(self, schema: Json) -> Json:
        return self.at(schema["$ref"]) if "$ref" in schema else schema

    def route(self, method: str, path: str) -> _Route | None:
        parts = re.sub(r"^/?(api/v\d+/)?", "", path.rstrip("/")).split("/")
        for template, item in self._operations.get(len(parts), ()):
            values = _matched(template, parts)
            operation = item.get(method.lower()) if method.lower() in METHODS else None
            if values is not None and operation is not None:
                return _Route(operation, item.get("parameters", ()), values)
        return None


@cache
def _described() -> _Described:
    return _Described(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


def _as_sent(schemas: Json) -> Json:
    """The schemas in which what discord.py sends differs from the description."""
    # Discord takes a snowflake as a number as well, and discord.py sends both.
    changed = {"SnowflakeType": {**schemas["SnowflakeType"], "type": ["string", "integer"]}}
    for name, extra in EXTRAS.items():
        properties = {**extra, **schemas[name]["properties"]}
        changed[name] = {**schemas[name], "properties": properties}
    return changed


def _matched(template: list[str], parts: list[str]) -> dict[str, str] | None:
    values = {}
    for each, part in zip(template, parts, strict=True):
        if each.startswith("{") and part:
            values[each.strip("{}")] = part
        elif each != unquote(part):
            return None
    return values


def _forbid_unknown(value: Any) -> None:
    """No object may have fields that it does not name; the description leaves that open."""
    if isinstance(value, list):
        for one in value:
            _forbid_unknown(one)
    elif isinstance(value, dict):
        if "object" in _types(value):
            _merge_parts(value)
            value.setdefault("additionalProperties", False)
        for one in value.values():
            _forbid_unknown(one)


def _merge_parts(schema: Json) -> None:
    # Each part of an allOf would forbid the fields of the others. Only the answers to errors are
    # put together so, each of a reference to Error and an object. (`code`: the documentation says
    # that being rate limited has it in some cases only.)
    if "allOf" in schema:
        error = {"code": {"type": "integer"}, "message": {"type": "string"}}
        own = {k: v for part in schema.pop("allOf") for k, v in part.get("properties", {}).items()}
        required = ["message"] if "retry_after" in own else ["code", "message"]
        schema.update(properties={**error, **own}, required=required)


def _types(schema: Json) -> Sequence[str]:
    types = schema.get("type", ())
    return [types] if isinstance(types, str) else types if isinstance(types, list) else ()


# ----------------------------------------------------------------------------------- the check

_formats = FormatChecker(formats=())


@_formats.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_formats.checks("uri", raises=ValueError)
def _is_address(value: object) -> bool:
    # attachment: for files that come with the message; discord: for links into the client;
    # wss: where the gateway is, on localhost ws.
    schemes = ("http", "https", "attachment", "discord", "wss", "ws")
    return not isinstance(value, str) or value == "" or urlsplit(value).scheme in schemes


@_formats.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


def _rules(schemas: Json) -> dict[str, Any]:
    """How references and alternatives are checked, for these schemas by name."""

    def named(schema: Json) -> Json:
        found: Json = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        return found

    def ref(validator: Any, reference: str, instance: object, schema: Json) -> Errors:
        # By name and not by the library's resolver, which would take most of the time.
        yield from validator.descend(instance, named(schema))

    def one_of(validator: Any, options: list[Json], instance: object, schema: Json) -> Errors:
        # Also for more than one that fits: the description has alternatives that overlap (what
        # executes a webhook, what edits its message), and Discord takes either.
        if all("const" in option for option in options):
            if not any(instance == option["const"] for option in options):
                yield ValidationError(f"{instance!r} is none of the values there are")
            return
        if instance is None:
            if not any("null" in _types(named(option)) for option in options):
                yield ValidationError("null is not allowed")
            return
        chosen = [option for option in options if option != {"type": "null"}]
        if isinstance(instance, dict) and "type" in instance and len(chosen) > 1:
            kinds = [_kinds(named(option)) for option in chosen]
            if all(kinds):
                chosen = [o for o, of in zip(chosen, kinds, strict=True) if instance["type"] in of]
                if not chosen:
                    yield ValidationError(f"type {instance['type']!r} is not allowed here")
        nearest: list[ValidationError] = []
        for option in chosen:
            errors = list(validator.descend(instance, option))
            if not errors:
                return
            if not nearest or len(errors) < len(nearest):
                nearest = errors
        yield from nearest

    return {"$ref": ref, "oneOf": one_of, "anyOf": one_of}


def _kinds(schema: Json) -> list[Any]:
    """The values of `type` by which Discord tells alternatives apart."""
    kinds: list[Any] = schema.get("properties", {}).get("type", {}).get("enum", [])
    return kinds


def _validator(schemas: Json) -> Any:
    checking = extend(Draft202012Validator, _rules(schemas))  # type: ignore[no-untyped-call]
    return checking({}, format_checker=_formats)


def _request_against(schema: Json, instance: object) -> list[str]:
    return _sentences(_described().requests.descend(instance, schema))


def _sentences(errors: Errors) -> list[str]:
    return sorted({_sentence(error) for error in errors})


def _sentence(error: ValidationError) -> str:
    pointer = "".join(f"/{part}" for part in error.absolute_path)
    match error.validator:
        case "maxLength" | "maxItems":
            length = len(error.instance) if isinstance(error.instance, str | list) else 0
            message = f"{length} is more than {error.validator_value}"
        case "additionalProperties" | "required":
            message = error.message
        case _:
            message = f"{error.message:.200}"
    return f"{message} [{pointer}]"
