# Python, pip and make are all that a machine needs. `make help` lists the targets.
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help install run demo test fast-test check bench pictures lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.venv/.run: requirements/run.txt requirements/build.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

.venv/.test: .venv/.run requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

.venv/.bench: .venv/.test requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

install: .venv/.run ## make .venv and install the locked packages

run: install ## migrate an embedded database, load the seed scheme and demo data, serve
	$(BIN)/jixiao migrate
	$(BIN)/jixiao demo
	$(BIN)/jixiao serve --host $(HOST) --port $(PORT)

check: .venv/.test ## linter, strict types and the walls between folders
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check ## every check and every test, fast ones first
	$(BIN)/pytest -n auto -m "not slow"
	$(BIN)/pytest -n auto -m slow

bench: .venv/.bench ## measure, both sides in one run; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks

pictures: .venv/.test ## take the pictures in docs/pages anew (needs Chromium)
	$(BIN)/python -m tests.browser.pictures

lock: ## compile requirements/*.txt anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/test.txt
	uv pip compile pyproject.toml --extra bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/bench.txt
	uv pip compile requirements/build.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/build.txt

clean: ## remove what the other targets made, the database excepted
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
