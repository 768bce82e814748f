# The project's commands. `make setup` is done by every other target that needs it.

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
PYTHON ?= python
else
BIN := $(VENV)/bin
PYTHON ?= python3
endif
STAMP := $(VENV)/.set-up
# Half as many test processes again as there are processors: many tests wait for sockets and terminals.
WORKERS = $(shell $(BIN)/python -c 'import os; print(min(8, (os.cpu_count() or 1) * 3 // 2))')

.PHONY: setup demo test check format lint types types-here types-windows contracts bench conversations lock clean

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

demo: setup
	@$(BIN)/bangkhae-desk demo

test: setup
	@$(BIN)/python -c 'import os; os.environ.get("BANGKHAE_TEST_POSTGRES") or print("PostgreSQL tests are skipped: BANGKHAE_TEST_POSTGRES=1 make test runs them, as .ci/run does")'
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# What needs one processor goes side by side, before what needs them all.
check: setup
	@$(MAKE) --no-print-directory -j2 format lint types contracts
	@$(MAKE) --no-print-directory test

format: setup
	$(BIN)/ruff format --check .

lint: setup
	$(BIN)/ruff check .

types: types-here types-windows

types-here: setup
	$(BIN)/mypy

types-windows: setup
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows thai registry printer desk

contracts: setup
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m bench

# The page that shows every written conversation as the citizen sees it.
conversations: setup
	PYTHONPATH=. $(BIN)/python -m tests.sync.conversations.page

# Pin again after a change of pyproject.toml: hashes for every platform, no addresses.
lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info
