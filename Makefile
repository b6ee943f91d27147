# Three commands: `make site`, `make test` and `make pdf`. They set up all they need on a machine with Python 3.11+.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help site build lab test soak bench refresh strings vendor requirements clean
.DEFAULT_GOAL := help

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' Makefile

site: .venv/ready  ## show the course site in a browser, built anew whenever a file is saved
	@$(BIN)/lessonkit serve

build: .venv/ready  ## build the course site into _build/html
	@$(BIN)/lessonkit build

pdf: build  ## print the course into _build/pdf: a workbook, and each lesson by itself
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/lessonkit pdf

lab: .venv/ready  ## open the course in JupyterLab
	@$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb

test: .venv/ready node_modules/ready  ## run every check
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/node node_modules/typescript/bin/tsc -p .
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/pytest

soak: .venv/ready  ## fuzz, and kill while saving, for longer than a test run has time for
	@FUZZ=20 KILLS=1000 $(BIN)/pytest tests/test_fuzz.py tests/workbook/test_file.py tests/workbook/test_kills.py tests/browser/test_kill.py

bench: .venv/ready node_modules/ready  ## measure sizes and times against other tools
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m bench

refresh: .venv/ready  ## run every notebook anew and write its outputs
	@$(BIN)/lessonkit refresh --all

strings: .venv/ready  ## write what the toolkit says into lessonkit/locale/lessonkit.pot, for translators
	@$(BIN)/python -m lessonkit.strings

vendor: node_modules/ready  ## put the libraries that learners' pages use into lessonkit/static/vendor
	@$(BIN)/node vendoring/vendor.mjs

requirements: .venv/ready  ## choose versions anew: pyproject.toml to requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make requirements ($$($(BIN)/python -m tests.pins))" --upgrade pyproject.toml -o requirements.txt

clean:  ## remove what was built and installed
	rm -rf .venv node_modules _build

.venv/ready: requirements.txt pyproject.toml $(wildcard lab/*.json lab/*/*.json)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the course needs into .venv (once; a few minutes) …"
	@$(BIN)/python -m pip install --progress-bar on --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/ready: package.json package-lock.json .venv/ready
	@echo "Installing what the checks need into node_modules …"
	@$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
