"""Installed from a wheel, away from any checkout, everything is there and works."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.slack.manifest import PATH as MANIFEST

ROOT = Path(__file__).parents[2]
PACKAGES = ("adapters", "bot", "retrieval")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
BRIDGE = """---
title: The old bridge of Tarn is closed
url: https://tarn.example/bridge
source: Tarn Courier
published: 2026-03-02
---
Mayor Ida Holt closed the old bridge of Tarn on Monday. Engineers had found cracks in two of its
piers. The town will spend 4 million crowns on repairs.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built of the source distribution, as whoever downloads that builds it."""
    copy, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    # Without a network: setuptools is here.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=copy)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = built.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Installed:
    """The command that was installed; `home` is all that whoever runs it has."""

    site: Path
    home: Path

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {
            "PATH": os.defpath,
            "HOME": str(self.home),
            "HF_HUB_OFFLINE": "1",
            "PULLQUOTE_DATA": str(self.home / "data"),
            # Goes before the editable checkout, where there is one.
            "PYTHONPATH": str(self.site),
        }
        command = [str(self.site / "bin" / "pullquote"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=self.home, env=environ)


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("site")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", site, wheel], check=True)
    return site


@pytest.fixture
def pullquote(site: Path, tmp_path: Path) -> Installed:
    return Installed(site, tmp_path)


def test_the_wheel_holds_every_file_of_every_package(wheel: Path) -> None:
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == there


def test_without_a_checkout_it_says_its_version_prints_the_manifest_and_how_to_begin(
    pullquote: Installed,
) -> None:
    assert pullquote("--version").stdout == f"pullquote {VERSION}\n"
    assert pullquote("slack", "manifest").stdout == MANIFEST.read_text("utf-8")
    refused = pullquote("reindex")
    assert refused.returncode == 1
    assert "begin a story there with: pullquote story new" in refused.stderr


@pytest.mark.slow
def test_a_story_of_ones_own_is_indexed_and_asked_from_an_installed_wheel(
    pullquote: Installed, shipped: Path
) -> None:
    (pullquote.home / "data").mkdir(mode=0o700)
    begun = pullquote("story", "new", "bridge", "--title", "The bridge", "--summary", "Its cracks.")
    assert begun.returncode == 0, begun.stderr
    (pullquote.home / "corpus" / "bridge" / "closed.md").write_text(BRIDGE)
    indexed = pullquote("reindex")
    assert indexed.returncode == 0, indexed.stderr
    asked = pullquote("ask", "--json", "who closed the old bridge?")
    assert asked.returncode == 0, asked.stderr
    assert "Ida Holt" in json.loads(asked.stdout)["quotes"][0]["text"]
