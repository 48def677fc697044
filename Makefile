# Everything runs inside .venv, which `make setup` builds from requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.locked
# Python keeps what it has compiled, even in a shell that forbids it: each process of a test would compile it all again.
export PYTHONDONTWRITEBYTECODE =

.PHONY: setup run test test-all check format lock train clean

setup: $(STAMP)

# The stamp is newer than the lock only when the environment holds exactly what the lock says.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Wirewatch needs Python 3.11 or later; name one with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python --no-config requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup
	@$(BIN)/wirewatch up

# Much of a test is waiting: for a server, a browser, a process that is to die.
test: setup
	$(BIN)/python -m pytest -m "not long" -n 3 --dist loadgroup

# What became of the long ones is kept in docs/.
test-all: setup
	$(BIN)/python -m pytest -n 3 --dist loadgroup --keep-results=docs/long-tests.md tests

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint sql --processes 2 --disable-progress-bar
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --recursive pipeline dags --severity-level medium

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock names no registry host: uv takes it from the machine's own settings.
lock:
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-config \
	  --all-extras --no-header --output-file requirements.lock pyproject.toml

# The classifier of pairs, from our own sentences; minutes.
train: setup
	$(BIN)/python -m pipeline.evaluation.training

clean:
	rm -rf $(VENV) .wirewatch build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
