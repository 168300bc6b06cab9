# Everything lands in .venv; needed beforehand: Python >= 3.11, git, make.
VENV ?= .venv
COVERAGE ?=
JOBS ?= auto
ARGS ?=

ifeq ($(OS),Windows_NT)
SCRIPTS := Scripts
else
SCRIPTS := bin
endif
BIN := $(VENV)/$(SCRIPTS)
LOWEST := $(VENV)-lowest

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { command -v "$$python"; break; }; done)
endif

PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.PHONY: help check staged test test-deep test-lowest quick lint package docs tables bench fuzz clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 18

check: $(VENV)/.core  ## install provgate into .venv and gate this repository's own corpus
	$(BIN)/provgate check

staged: $(VENV)/.core  ## the same for what is staged; this repository's own pre-commit hook
	$(BIN)/provgate check --staged

PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist worksteal
MEASURED := $(if $(COVERAGE),--cov --cov-branch --cov-report=term-missing --cov-fail-under=$(COVERAGE))

test: $(VENV)/.dev  ## all tests; ARGS="-k init" for some, COVERAGE=100 asks for all branches as CI does, JOBS=1
	$(PYTEST) $(MEASURED) $(ARGS)

test-deep: $(VENV)/.dev  ## the same with far more random examples, seeds and kills, drawn anew each time
	PROVGATE_DEEP=1 $(PYTEST) $(ARGS)

test-lowest: $(LOWEST)/.dev  ## all tests with the oldest versions of all dependencies that pyproject.toml allows
	$(LOWEST)/$(SCRIPTS)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

quick: $(VENV)/.dev  ## in less than a minute: style, and the tests that start no programs
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(PYTEST) tests/values tests/formats tests/compare tests/evidence tests/rules tests/report $(ARGS)

lint: $(VENV)/.dev  ## ruff, mypy, import-linter, and whether the generated documentation is stale
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/generate.py --check
	$(BIN)/python docs/tables.py --check

docs: $(VENV)/.dev  ## write the generated parts of the documentation anew
	$(BIN)/python docs/generate.py

tables: $(VENV)/.dev  ## write the tables that are generated from Unicode CLDR anew
	$(BIN)/python docs/tables.py

package: $(VENV)/.dev  ## wheel and source distribution in dist/
	$(BIN)/python -m build --outdir dist .

bench: $(VENV)/.dev  ## the measurements of bench/, against peers where they are installed
	@for script in accuracy.py speed.py shapes.py "scale.py --sizes 1000 10000"; do echo "== $$script"; \
	$(BIN)/python bench/$$script || exit 1; done

fuzz: $(VENV)/.dev  ## coverage-guided fuzzing of the readers; FUZZ=3600 for an hour
	$(PIP) install atheris
	$(BIN)/python fuzz/run.py --seconds $(or $(FUZZ),300)

clean:  ## remove .venv and everything that was built
	rm -rf $(VENV) $(LOWEST) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "make: no Python >= 3.11 with venv was found; name one with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml
	$(PIP) install --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(PIP) install 'pip>=25.1'
	$(PIP) install --editable '.[capture]' --group test --group lint
	@touch $@

# The oldest versions have wheels up to Python 3.13.
$(LOWEST)/.dev: pyproject.toml .ci/lowest.py
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/$(SCRIPTS)/python -m pip --quiet install 'pip>=25.1'
	$(LOWEST)/$(SCRIPTS)/python .ci/lowest.py >$(LOWEST)/requirements.txt
	$(LOWEST)/$(SCRIPTS)/python -m pip --quiet --disable-pip-version-check --no-input install \
		--editable . --requirement $(LOWEST)/requirements.txt --group test
	@touch $@
