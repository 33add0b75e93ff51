# Every target does all of its own set-up on a fresh Debian or Ubuntu with git, make and Python >= 3.11.
PYTHON ?= python3
VENV   ?= .venv
STAMPS := .stamps
BIN    := $(VENV)/bin
EXAMPLES ?= 1000

.DEFAULT_GOAL := help
.PHONY: help demo test check format thorough interop hl7 browser spark bench guide clean

help: ## what there is to do
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMPS)/venv: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/it" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/spark: $(STAMPS)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	@touch $@

# The peers stand in an environment of their own, so that no pin of theirs reaches the tests.
$(STAMPS)/bench: $(STAMPS)/venv benchmarks/validator/requirements.txt benchmarks/validator/package.json
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,spark]' -r benchmarks/validator/requirements.txt
	! command -v npm >/dev/null || npm install --prefix benchmarks/validator --no-package-lock --no-audit --no-fund --silent
	@touch $@

demo: $(STAMPS)/venv ## the embedded agency: EHR, launcher and app on free loopback ports
	$(BIN)/pss-fhir demo

test: $(STAMPS)/venv ## the whole default test run
	$(BIN)/python -m pytest -n auto

check: $(STAMPS)/venv ## formatting, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/arch

format: $(STAMPS)/venv ## format and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

thorough: $(STAMPS)/venv ## each record 1,000 times (or EXAMPLES=) through FHIR and back, through the validator and the schema
	PSS_FHIR_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -n auto --timeout=3600 tests/property/test_mapping.py tests/unit/mapping/test_profiles.py tests/unit/mapping/test_record_schema.py

interop: $(STAMPS)/venv ## the app against servers nobody here wrote (needs node 18 or newer)
	tests/interop/install.sh
	$(BIN)/python -m pytest -m interop tests/interop

browser: $(STAMPS)/venv ## the app in a real Chromium: keyboard only, frames, axe
	tests/browser/install.sh
	$(BIN)/python -m pytest -m browser tests/browser

hl7: $(STAMPS)/venv ## HL7's validator and ours on the same resources (needs a JDK 17, Maven and the FHIR packages)
	$(BIN)/python -m pytest -m interop -rs tests/conformance/hl7

spark: $(STAMPS)/spark ## validation on a local Spark (needs Java 17)
	$(BIN)/python -m pytest -m spark -rs tests/spark

guide: $(STAMPS)/venv ## compile the implementation guide (needs node 18 or newer and the FHIR packages)
	$(BIN)/python profiles/build.py

bench: $(STAMPS)/bench ## the benchmarks, beside their peers (Medplum with node 18, Spark with Java 17)
	for script in benchmarks/*.py; do .venv-bench/bin/python $$script || exit 1; done

clean: ## remove what the targets above made
	rm -rf $(VENV) .venv-bench $(STAMPS) .mypy_cache .pytest_cache .ruff_cache build dist
