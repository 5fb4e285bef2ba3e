# gongkai: bare `make` prints the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test test-parts test-whole check bench audit lock clean

help: ## print these targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(STAMP) ## create .venv with the locked packages

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(STAMP) ## ingest the sample reports and show the result
	$(BIN)/gongkai demo

test: $(STAMP) ## run the tests, two halves side by side (under five minutes)
	@$(MAKE) --no-print-directory --jobs=2 test-parts test-whole

# The laws that hold over many documents go with the whole runs, so that both halves take as long.
LAWS := tests/property/test_accuracy.py tests/property/test_bytes.py

test-parts: $(STAMP) ## run the tests of the parts
	$(BIN)/python -m pytest tests/unit tests/golden tests/property $(LAWS:%=--ignore=%)

test-whole: $(STAMP) ## run the tests of whole runs; their output comes at the end
	@said=$$($(BIN)/python -m pytest tests/integration $(LAWS) 2>&1); status=$$?; echo "$$said"; exit $$status

check: $(STAMP) ## lint, types and SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint sql

bench: $(STAMP) ## speed and accuracy figures, as ratios within one run
	$(BIN)/python -m tests.bench

audit: $(STAMP) ## look up the locked packages in the vulnerability databases (needs the network)
	$(BIN)/pip-audit --strict --progress-spinner off --disable-pip --require-hashes -r requirements.lock

lock: ## compile requirements.lock anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --all-extras pyproject.toml --output-file requirements.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) warehouse .pytest_cache .mypy_cache .ruff_cache
