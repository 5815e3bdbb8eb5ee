# Everything runs in .venv, with the exact versions of constraints.txt. `make demo` and `make test` need nothing before.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test check unit wheel-test bench readme docs screenshots format clean

demo: .venv/.installed        ## build the fictional study and look at it
	$(BIN)/tipcoder demo demo-study

test: check unit              ## everything that must hold

check: .venv/.dev             ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Stories at the keyboard wait for frames more than they compute, so three of them share a core.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(3 * (os.cpu_count() or 1))')

unit: .venv/.dev              ## the test suite on all cores
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

wheel-test: .venv/.dev        ## build the wheel, install it without extras in a fresh place and use it there
	PYTHON=$(PYTHON) .ci/wheel

bench: .venv/.dev             ## speed, as a table
	$(BIN)/python -m benchmarks

readme: .venv/.dev            ## write docs/keys.md and docs/reference from the code
	$(BIN)/python tests/readme.py

docs: .venv/.docs             ## build the site into site/; a broken link ends it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

screenshots: .venv/.dev       ## draw every screen of the workbench from the fictional study
	$(BIN)/python tests/pictures.py

format: .venv/.dev            ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv demo-study site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("tipcoder needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[all]'
	touch $@

.venv/.dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	touch $@ .venv/.installed

.venv/.docs: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[docs]'
	touch $@
