# Three commands: `make site`, `make test` and `make pdf`. They set up all they need on a machine with Python 3.11+.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help site build pdf lab refresh clean
.DEFAULT_GOAL := help

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: .venv/ready  ## show the course site in a browser, and rebuild it whenever a file is saved
	@$(BIN)/lessonkit serve

build: .venv/ready  ## build the course site into _build/html
	@$(BIN)/lessonkit build

pdf: build  ## print the course into _build/pdf: a workbook, and each lesson by itself
	@$(BIN)/python -m lessonkit.chromium
	@$(BIN)/lessonkit pdf

lab: .venv/ready  ## open the course in JupyterLab
	@$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/00-start-here.ipynb

refresh: .venv/ready  ## run every notebook anew and write its outputs
	@$(BIN)/lessonkit refresh --all

-include development.mk

clean:  ## remove what was built and installed
	rm -rf .venv node_modules _build

.venv/ready: requirements.txt pyproject.toml $(wildcard lab/*.json lab/*/*.json)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the course needs into .venv (once; a few minutes) …"
	@$(BIN)/python -m pip install --progress-bar on --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
