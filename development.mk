# For those who work on the toolkit: checks, measurements, pins. `lessonkit new` leaves this file out of its copies.
.PHONY: test soak bench strings vendor requirements

test: .venv/ready node_modules/ready  ## run every check
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/node node_modules/typescript/bin/tsc -p .
	@$(BIN)/python -m lessonkit.chromium
	@$(BIN)/pytest

soak: .venv/ready  ## fuzz, and kill while saving, for longer than a test run has time for
	@FUZZ=20 KILLS=1000 $(BIN)/pytest --timeout=0 tests/test_fuzz.py tests/workbook/test_file.py tests/workbook/test_kills.py tests/browser/test_kill.py

bench: .venv/ready node_modules/ready  ## measure sizes and times against other tools
	@$(BIN)/python -m lessonkit.chromium
	@$(BIN)/python -m bench

strings: .venv/ready  ## write what the toolkit says into lessonkit/locale/lessonkit.pot, for translators
	@$(BIN)/python -m lessonkit.strings

vendor: node_modules/ready  ## put the libraries that learners' pages use into lessonkit/static/vendor
	@$(BIN)/node vendoring/vendor.mjs

requirements: .venv/ready  ## choose versions anew: pyproject.toml to requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make requirements ($$($(BIN)/python -m tests.pins))" --upgrade pyproject.toml -o requirements.txt

node_modules/ready: package.json package-lock.json .venv/ready
	@echo "Installing what the checks need into node_modules …"
	@$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
