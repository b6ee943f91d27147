# Two commands: `make site` and `make test`. Both set up all they need on a machine with Python 3.11+.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help site build lab test bench refresh requirements clean
.DEFAULT_GOAL := help

help:  ## say what there is
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

site: build  ## build the course site and show it in a browser
	@lessonkit serve _build/html

build: .venv/ready  ## build the course site into _build/html
	@lessonkit refresh
	@jupyter-book build . --warningiserror --keep-going --quiet
	@echo "Built: _build/html/index.html"

lab: .venv/ready  ## open the course in JupyterLab
	@jupyter lab --LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb

test: .venv/ready node_modules/ready  ## run every check
	@ruff check . && ruff format --check .
	@mypy
	@node node_modules/typescript/bin/tsc -p .
	@python -m tests.browser.chromium
	@pytest

bench: .venv/ready node_modules/ready  ## measure sizes and times against other tools
	@python -m tests.browser.chromium
	@python -m bench

refresh: .venv/ready  ## run every notebook anew and write its outputs
	@lessonkit refresh --all

requirements: .venv/ready  ## choose versions anew: pyproject.toml to requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make requirements" --upgrade pyproject.toml -o requirements.txt

clean:  ## remove what was built and installed
	rm -rf .venv node_modules _build

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the course needs into .venv (once; a few minutes) …"
	@$(BIN)/python -m pip install --progress-bar on --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

node_modules/ready: package.json package-lock.json .venv/ready
	@echo "Installing what the checks need into node_modules …"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@
