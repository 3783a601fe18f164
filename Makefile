# Needs python3 (3.11 or newer), make and a package registry that pip reaches; nothing else.
# Everything it makes stays in this folder: .venv (packages) and .pullquote (the demo's index).

PYTHON ?= python3
# More than the two cores that we count on: many tests wait for servers, leases and processes.
WORKERS ?= 4
PYTEST_ARGS ?=

BIN := .venv/bin
# The tests start hundreds of processes, each of which would compile all of it anew.
unexport PYTHONDONTWRITEBYTECODE
# The demo keeps off the database, corpus, models and tokens that you have set up for yourself.
DEMO := env -u PULLQUOTE_DATABASE -u PULLQUOTE_CORPUS -u PULLQUOTE_MODEL \
	-u PULLQUOTE_RERANKER -u SLACK_BOT_TOKEN -u SLACK_APP_TOKEN -u SLACK_SIGNING_SECRET \
	-u SLACK_CLIENT_ID -u SLACK_CLIENT_SECRET \
	-u PULLQUOTE_DATABASE_FILE -u SLACK_BOT_TOKEN_FILE -u SLACK_APP_TOKEN_FILE \
	-u SLACK_SIGNING_SECRET_FILE -u SLACK_CLIENT_ID_FILE -u SLACK_CLIENT_SECRET_FILE \
	PULLQUOTE_CONFIG=/dev/null PULLQUOTE_DATA=.pullquote $(BIN)/pullquote

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test format clean installed installed-dev

help: ## show this list
	@echo "Pullquote: the exact words of the news stories you follow"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Another Python than python3: make demo PYTHON=python3.12"

demo: installed ## install, index corpus/ and answer a question (a minute or two the first time)
	@echo "== Indexing corpus/ into .pullquote/ (some seconds)"
	@$(DEMO) reindex --yes
	@echo "== Asking: who heads the new US command in Japan?"
	@$(DEMO) ask "who heads the new US command in Japan?"
	@echo "== Ask your own: PULLQUOTE_DATA=.pullquote $(BIN)/pullquote ask"

test: installed-dev ## everything CI runs: format, lint, import contracts, types, tests
	@echo "== Format (repair with: make format)"
	@$(BIN)/ruff format --check .
	@echo "== Lint"
	@$(BIN)/ruff check .
	@echo "== Import contracts"
	@$(BIN)/lint-imports
	@echo "== Types (about a minute the first time; the tests are compiled meanwhile, once for all workers)"
	@HF_HUB_OFFLINE=1 $(BIN)/pytest --collect-only -q >/dev/null 2>&1 & \
		$(BIN)/mypy; types=$$?; wait; exit $$types
	@echo "== Tests"
	@HF_HUB_OFFLINE=1 $(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

format: installed-dev ## put the code into the house's form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

clean: ## remove all that was made here: .venv, the demo's index, caches
	rm -rf .venv .pullquote build dist *.egg-info
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

installed:
	@$(INSTALL) demo

installed-dev:
	@$(INSTALL) dev

# ------------------------------------------------------------------------------- installation
# One at a time; only when pyproject.toml or constraints.txt changed; and into a new .venv when
# the last try was broken off, since pip takes a half-written package for a whole one.

INSTALL = command -v "$(PYTHON)" >/dev/null || { echo "There is no $(PYTHON) here. \
	Install Python 3.11 or newer, or name it: make demo PYTHON=/path/to/python3" >&2; exit 1; }; \
	PYTHON="$(PYTHON)" NAMED="$(filter-out file,$(origin PYTHON))" \
	"$(PYTHON)" -c "$$LOCKED" sh -c "$$INSTALLED" install

# The system frees this lock however its holder ends; a lock folder would outlive a kill.
define LOCKED
import fcntl, os, platform, sys
if sys.version_info < (3, 11):
    sys.exit(os.environ['PYTHON'] + ' is Python ' + platform.python_version() + '; Pullquote needs '
             '3.11 or newer. Name one: make demo PYTHON=python3.12')
lock = os.open('pyproject.toml', os.O_RDWR)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    sys.stderr.write('== Another make is installing here; waiting for it\n')
    fcntl.flock(lock, fcntl.LOCK_EX)
os.set_inheritable(lock, True)
os.execvp(sys.argv[1], sys.argv[1:])
endef
export LOCKED

define INSTALLED
set -eu
version='import pip, sys; print(sys.version)'
present=$$(.venv/bin/python -c "$$version" 2>/dev/null || echo none)
npm_packages="emulate@0.11.2 axe-core@4.14.1"
pins=$$( { cat pyproject.toml constraints.txt; echo $$npm_packages; } | cksum)

why=
if [ ! -e .venv ]; then why="there is none yet"
elif [ -e .venv/.unfinished ]; then why="the last installation was broken off"
elif [ "$$present" = none ]; then why="its Python is gone"
elif [ "$$(cat .venv/.folder 2>/dev/null)" != "$$(pwd)" ]; then why="the folder was moved"
elif [ -n "$$NAMED" ] && [ "$$present" != "$$("$$PYTHON" -c "$$version")" ]; then why="another Python was named"
elif [ "$$(cat .venv/.pins-dev 2>/dev/null)" = "$$pins" ]; then exit 0
elif [ "$$(cat ".venv/.pins-$$1" 2>/dev/null)" = "$$pins" ]; then exit 0
fi

if [ -n "$$why" ]; then
    echo "== Making .venv with $$("$$PYTHON" --version): $$why"
    rm -rf .venv
    mkdir .venv
    touch .venv/.unfinished
    "$$PYTHON" -m venv .venv || {
        echo "$$PYTHON can't make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    }
    pwd > .venv/.folder
fi

touch .venv/.unfinished
rm -f .venv/.pins-*
pinned() {
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input -c constraints.txt "$$@" || {
        echo "pip failed, see above. Run the same command again: what was downloaded is kept." >&2
        exit 1
    }
}
if [ "$$1" = dev ]; then
    echo "== Installing PyTorch, which tests compare with (a minute; several GB where pip takes the build for NVIDIA GPUs, see docs/operating.md)"
    pinned torch
    echo "== Installing the other pinned packages (one to three minutes)"
    pinned -e ".[dev]"
    # A Slack by others, to test against beside ours, which needs Node; and what examines the desk's page.
    for package in $$npm_packages; do
        folder=".venv/$${package%%@*}"
        mkdir -p "$$folder"
        npm install --prefix "$$folder" --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
            $$package >/dev/null 2>&1 || echo "== No $$package (is npm here?): the tests that need it will be skipped"
    done
else
    echo "== Installing the pinned packages (about a minute)"
    pinned -e .
fi
echo "$$pins" > ".venv/.pins-$$1"
rm .venv/.unfinished
endef
export INSTALLED
