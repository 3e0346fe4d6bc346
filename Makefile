# The one-command tasks. `make run` and `make test` need Python 3.11 or newer, its venv module and make: no more.

PYTHON ?= python3
BIN := .venv/bin
COUNT ?= 20000

.PHONY: run test setup fmt lint types floors docs site wheel check hostile census differential sheets planted soak mutants bench clean

run: .venv/run  ## set up, then the main job on the reference SOP
	@$(BIN)/sopkit demo

test: .venv/dev .venv/node  ## set up, then the tests, with coverage
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -q -n auto --dist loadfile $(ARGS)
	@$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=90
	$(BIN)/coverage report --fail-under=100 --include='*/sopkit/*.py,*/sopkit/model/*.py,*/sopkit/reader/*.py' --omit='*/__main__.py'

setup: .venv/dev  ## virtual environment, package and tools

.venv/bin/python:
	@echo "Setting up .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python pyproject.toml
	@echo "Installing sopkit …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[sheet]' || { \
	  echo "What sets PDF cannot be installed here; installing sopkit without it …"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e .; }
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml
	@echo "Installing sopkit and the tools it is tested with …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ .venv/run

.venv/node: .venv/bin/python tests/node/package.json
	@if ! command -v npm >/dev/null; then \
	  echo "npm is missing: tests that hand our texts to tools in node will be skipped."; \
	elif echo "Installing the tools in node that read what we write …" && \
	  npm install --prefix tests/node --no-audit --no-fund --no-package-lock --loglevel=error; then \
	  touch $@; \
	else \
	  echo "npm could not install them: the tests that need them will be skipped."; \
	fi

.venv/docs: .venv/dev
	@echo "Installing what the site is built with …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

.venv/mutants: .venv/dev
	@echo "Installing what plants the slips …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[mutants]'
	@touch $@

.venv/bench: .venv/dev bench/node/package.json
	@echo "Installing the peers it is measured against …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@command -v npm >/dev/null && npm install --prefix bench/node --no-audit --no-fund --no-package-lock --loglevel=error || \
	  echo "npm is missing or could not install xstate: the rows against it will say so."
	@touch $@

fmt: .venv/dev  ## format and safe fixes
	$(BIN)/ruff format src tests bench proof
	$(BIN)/ruff check --fix src tests bench proof

lint: .venv/dev  ## ruff: rules and format
	$(BIN)/ruff check src tests bench proof
	$(BIN)/ruff format --check src tests bench proof

types: .venv/dev  ## mypy, strict
	$(BIN)/mypy

floors: .venv/dev  ## import-linter: who may import whom
	$(BIN)/lint-imports

docs: .venv/docs  ## write the generated pages and screens anew, and build the site
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/screens.py
	@$(MAKE) --no-print-directory site

site: .venv/docs  ## build the site from the pages as they are; a broken link fails
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet --fresh-env -b html docs site

wheel: .venv/dev  ## build the wheel, and run it in an empty environment
	$(PYTHON) tests/try_wheel.py

check: test lint types floors wheel site  ## the one word of truth

hostile: .venv/dev  ## COUNT single faults and as many random slips: what is said to them, and what the system is asked for
	$(BIN)/python -m proof.hostile --single $(COUNT) --random $(COUNT)

census: .venv/dev  ## 2,000 drawn definitions: how large they are, and how many have what
	$(BIN)/python -m proof.census

differential: .venv/dev  ## 100,000 random acts on a case and on a stock machine
	$(BIN)/python -m proof.differential

sheets: .venv/dev  ## COUNT drawn SOPs laid out, and what a careful reader finds wrong with their sheets
	$(BIN)/python -m proof.sheets --count $(COUNT)

planted: .venv/dev .venv/node  ## bugs planted one by one, and the test that catches each
	$(BIN)/python -m proof.planted

soak: .venv/dev  ## writers and servers killed 6,000 times, then 6,000 rounds of many who want one step; a quarter of an hour
	$(BIN)/python -m proof.soak --kills 5000
	$(BIN)/python -m proof.soak --store postgres --kills 1000 --crashes 40
	$(BIN)/python -m proof.races
	$(BIN)/python -m proof.races --store postgres

mutants: .venv/mutants  ## slips all over ground and engine, how many of them the tests catch, and why not all
	$(BIN)/python -m proof.mutants

bench: .venv/bench  ## the table of ratios; never part of check
	$(BIN)/python -m bench

clean:  ## take away what the tasks made
	rm -rf .venv sopkit-demo tests/node/node_modules bench/node/node_modules site dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
