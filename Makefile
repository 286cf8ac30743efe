# Pinto. `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
export PINTO_HOME ?= $(CURDIR)/.pinto
export PORT
# Commands below find what was installed here before what the system has.
export PATH := $(CURDIR)/.tools/node/bin:$(PATH)

UV := .tools/uv/bin/uv
BIN := .venv/bin

.PHONY: help demo test check fix bench docs clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | sort | column -t -s "$$(printf '\t')"

demo: .tools/demo.stamp ## install, build, load the invented sample, serve it at 127.0.0.1:8000
	@$(BIN)/pinto demo

test: .tools/test.stamp check ## install what tests need and run them all, on SQLite and on PostgreSQL
	@$(BIN)/python scripts/run_tests.py

check: .tools/test.stamp ## style, types, import directions, templates, translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >.tools/imports.log || { cat .tools/imports.log; exit 1; }
	@$(BIN)/djlint src --lint --quiet
	@$(BIN)/python scripts/translations.py check

fix: .tools/test.stamp ## mend style, where a machine can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .tools/test.stamp ## measure the promises of speed, each against a peer in the same run
	@$(BIN)/python -m benchmarks

docs: .tools/test.stamp ## make the pictures and the generated pages of docs/ anew
	@$(BIN)/python scripts/build_docs.py

clean: ## remove everything that was installed or built here, and the demo's data
	rm -rf .venv .tools node_modules .pinto src/pinto/ground/design/static/built

# --- how things get here -----------------------------------------------------------------

# Debian splits venv from Python. As root we add it; otherwise we say the one command.
.tools/python.stamp:
	@mkdir -p .tools
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Pinto needs Python 3.11 or newer; $$($(PYTHON) --version) is here."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; \
	  else echo "This Python cannot make environments. Run once:  sudo apt-get install python3-venv"; exit 1; fi; }
	@touch $@

$(UV): .tools/python.stamp
	@echo "· preparing the installer"
	@$(PYTHON) -m venv .tools/uv
	@.tools/uv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt

.venv/bin/python: $(UV)
	@$(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv

.tools/demo.stamp: .venv/bin/python requirements/demo.txt package-lock.json scripts/build_assets.py pyproject.toml
	@[ -e .tools/test.stamp ] || { echo "· installing Python packages"; \
	  $(UV) pip sync --quiet --python .venv/bin/python --require-hashes requirements/demo.txt; \
	  $(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .; }
	@$(MAKE) --no-print-directory .tools/assets.stamp
	@touch $@

.tools/test.stamp: .venv/bin/python requirements/test.txt package-lock.json scripts/build_assets.py pyproject.toml
	@echo "· installing Python packages and what tests need"
	@$(UV) pip sync --quiet --python .venv/bin/python --require-hashes requirements/test.txt
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
	@$(MAKE) --no-print-directory .tools/assets.stamp
	@$(BIN)/python scripts/install_test_tools.py
	@touch $@

.tools/assets.stamp: package-lock.json scripts/build_assets.py scripts/translations.py
	@$(MAKE) --no-print-directory .tools/node.stamp
	@echo "· building fonts, icons and translations"
	@npm ci --silent --no-audit --no-fund
	@$(BIN)/python scripts/build_assets.py
	@$(BIN)/python scripts/translations.py compile
	@touch $@

# Node is used to fetch the fonts and icons; where there is none it comes as a Python package.
.tools/node.stamp:
	@command -v npm >/dev/null || { echo "· fetching Node"; $(PYTHON) -m venv .tools/nodeenv && \
	  .tools/nodeenv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/node.txt && \
	  mkdir -p .tools/node && ln -sfn ../nodeenv/bin .tools/node/bin; }
	@touch $@
