"""What deploy/ holds fits the code: each name in it is a setting, each command a command, each
version the one that is tested."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.settings import Settings
from adapters.settings.reference import CONFIG, PROXIES, file_variable, variable
from docs import reference

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path for path in (DEPLOY / "systemd").rglob("*") if path.is_file())
# Read by Python, by the model hub's client and by the loader of programs.
NOT_OURS = {"PATH", "HF_HOME", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def variables() -> set[str]:
    keys = Settings.model_fields
    in_files = {name for key in keys if (name := file_variable(key))}
    return {*map(variable, keys), *in_files, CONFIG}


def compose() -> dict[str, Any]:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text))
    return found


def services(*, ours: bool) -> dict[str, dict[str, Any]]:
    found = compose()["services"].items()
    return {name: one for name, one in found if ("pullquote:" in one["image"]) is ours}


def lines(unit: Path, key: str) -> Iterator[str]:
    for line in unit.read_text("utf-8").splitlines():
        if line.startswith(f"{key}="):
            yield line.removeprefix(f"{key}=")


def is_command(words: list[str]) -> bool:
    known = {shown.name: shown for shown in reference.commands()}
    named = f"pullquote {words[0]}"
    options = {one for each in known[named].command.params for one in each.opts}
    return named in known and {word for word in words[1:] if word.startswith("-")} <= options


# ------------------------------------------------------------------------------------ compose


def test_every_variable_of_a_composed_service_is_a_setting() -> None:
    named = {name for one in services(ours=True).values() for name in one["environment"]}
    assert named - variables() == set()


def test_every_composed_service_runs_a_command_that_exists() -> None:
    commands = [one["command"] for one in services(ours=True).values() if "command" in one]
    assert commands
    assert all(map(is_command, commands))


def test_every_secret_that_a_composed_service_reads_is_handed_to_it_as_a_file() -> None:
    whole = compose()
    for name, one in whole["services"].items():
        env = one.get("environment", {})
        read = {value for key, value in env.items() if key.endswith("_FILE")}
        assert read == {f"/run/secrets/{secret}" for secret in one.get("secrets", [])}, name
        # Those of proxies are the operator's own variables.
        kept = {*Settings.model_fields} - PROXIES
        assert not env.keys() & {variable(key) for key in kept if file_variable(key)}, name
    handed = {secret for one in whole["services"].values() for secret in one.get("secrets", [])}
    assert set(whole["secrets"]) == handed
    assert all(one["file"] == f"secrets/{name}" for name, one in whole["secrets"].items())


def test_composed_services_may_do_little_and_this_machine_alone_reaches_their_health() -> None:
    for name, one in services(ours=True).items():
        assert one["read_only"], name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert one["restart"] == "unless-stopped", name
        assert all(re.fullmatch(r"127\.0\.0\.1:\d+:8080", port) for port in one.get("ports", []))
    assert not any("ports" in one for one in services(ours=False).values())


def test_every_composed_volume_and_profile_is_one_of_the_two_that_are_explained() -> None:
    whole = compose()
    used = {
        volume.partition(":")[0]
        for one in whole["services"].values()
        for volume in one.get("volumes", [])
    }
    assert used == set(whole["volumes"])
    profiles = [profile for one in whole["services"].values() for profile in one["profiles"]]
    page = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    assert set(profiles) == {"one-box", "scaled"}
    assert all(f"--profile {profile}" in page for profile in profiles)


def test_composed_versions_are_written_down_and_are_those_that_are_tested() -> None:
    images = [one["image"] for one in compose()["services"].values()]
    assert all(re.search(r":\d+\.\d+[\w.-]*$", image) for image in images)
    version = PROJECT["project"]["version"]
    assert {one["image"] for one in services(ours=True).values()} == {
        f"localhost/pullquote:{version}"
    }
    pinned = re.search(
        r"^chromadb==(.+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE
    )
    assert pinned
    assert compose()["services"]["chroma"]["image"].endswith(f":{pinned[1]}")


# ------------------------------------------------------------------------------------ systemd


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_variable_and_command_of_a_unit_exists(unit: Path) -> None:
    settings = [one for line in lines(unit, "Environment") for one in line.split()]
    assert {one.partition("=")[0] for one in settings} <= variables()
    for line in lines(unit, "ExecStart"):
        program, *words = line.split()
        assert Path(program).name == "pullquote"
        assert is_command(words)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_reads_every_credential_that_it_loads(unit: Path) -> None:
    loaded = {line.partition(":")[0] for line in lines(unit, "LoadCredential")}
    named = {line.partition("=%d/")[2] for line in lines(unit, "Environment") if "=%d/" in line}
    assert named == loaded


def test_both_services_are_equally_confined() -> None:
    def confined(unit: str) -> str:
        text = (DEPLOY / "systemd" / unit).read_text("utf-8")
        return text.partition("\nUMask=")[2].split("\n[")[0]

    without_comments = re.sub(r"^#.*\n", "", confined("pullquote.service"), flags=re.MULTILINE)
    assert without_comments.strip() == confined("pullquote-refresh.service").strip()


# ---------------------------------------------------------------------------------- the image


def test_the_image_holds_every_package_and_only_what_is_named() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    copied = {
        word
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for word in line.split()[:-1]
        if not word.startswith("--")
    }
    includes = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    packages = {name for name in includes if "*" not in name}
    assert packages | {"pyproject.toml", "constraints.txt", "README.md", "LICENSE"} <= copied
    assert copied <= {path.name for path in ROOT.iterdir()}
    let_in = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert copied == {line[1:] for line in let_in if line.startswith("!")}


def test_every_variable_of_the_image_is_a_setting() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    last = text.rpartition("\nFROM ")[2].replace("\\\n", " ")
    [env] = re.findall(r"^ENV (.+)$", last, re.MULTILINE)
    named = {one.partition("=")[0] for one in env.split()}
    assert named - NOT_OURS <= variables()
    assert {"PULLQUOTE_DATA", "PULLQUOTE_CORPUS", "PULLQUOTE_HEALTH_HOST"} <= named


def test_the_user_of_the_image_is_the_one_that_is_named() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    [user] = re.findall(r"^USER (\d+):\1$", text, re.MULTILINE)
    for path in (DEPLOY / "compose.yaml", ROOT / "docs" / "deploying.md"):
        assert user in path.read_text("utf-8")
