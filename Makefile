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
SHEET := $(wildcard src/pinto/ground/design/sheet/*)
CATALOGUES := $(shell find src -name '*.po')
READY := .tools/test.stamp .tools/assets.stamp
# Spark is large; who has no Java and says so is spared it.
SPARK := $(if $(findstring java,$(PINTO_WITHOUT)),,.tools/spark.stamp)

.PHONY: help demo test test-spark check fix bench docs clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: .tools/demo.stamp .tools/assets.stamp ## install, build, load the invented sample, serve it at 127.0.0.1:8000
	@$(BIN)/pinto demo

test: check .tools/tools.stamp $(SPARK) ## install what tests need and run them all, on PostgreSQL and on SQLite
	@$(BIN)/python scripts/run_tests.py

test-spark: $(READY) $(SPARK) ## only the tests that start a Spark cluster on loopback; they need Java
	@$(BIN)/python -m pytest -m spark src

check: $(READY) ## style, types, import directions, templates, translations
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: make fix"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >.tools/imports.log || { cat .tools/imports.log; exit 1; }
	@$(BIN)/djlint src --lint --quiet
	@$(BIN)/python scripts/translations.py check
	@echo "· style, types, imports, templates and translations are in order"

fix: $(READY) ## mend style, where a machine can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) .tools/bench.stamp .tools/database.stamp ## measure the promises of speed, each against a peer in the same run
	@$(BIN)/python -m benchmarks

docs: $(READY) ## write the generated pages of docs/ anew
	@$(BIN)/python scripts/build_docs.py

clean: ## remove everything that was installed or built here, and the demo's data
	rm -rf .venv .tools node_modules .pinto src/pinto/ground/design/static/built
	find src -name '*.mo' -delete

# --- how things get here: each step leaves a stamp, and is done again when its sources change

# Debian splits venv from Python. As root we add it; otherwise we say the one command.
.tools/python.stamp:
	@mkdir -p .tools
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Pinto needs Python 3.11 or newer. If it has another name here:  make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "· installing python3-venv"; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; \
	  else echo "This Python cannot make environments. Run once:  sudo apt-get install python3-venv"; exit 1; fi; }
	@touch $@

.tools/uv.stamp: requirements/installer.txt | .tools/python.stamp
	@echo "· preparing the installer"
	@$(PYTHON) -m venv .tools/uv
	@.tools/uv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@touch $@

.tools/venv.stamp: | .tools/uv.stamp
	@$(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv
	@touch $@

.tools/demo.stamp: requirements/demo.txt pyproject.toml .tools/venv.stamp
	@echo "· installing Python packages"
	@$(call install,requirements/demo.txt)
	@touch $@

# Built on the demo's packages: when those are installed anew, these are missing again.
.tools/test.stamp: requirements/test.txt .tools/demo.stamp
	@echo "· installing Python packages for tests and checks"
	@$(call install,requirements/test.txt)
	@touch $@

# Beside what tests need, with the same versions: when that is installed anew, these are missing.
.tools/spark.stamp: requirements/spark.txt scripts/install_test_tools.py .tools/test.stamp
	@echo "· installing Spark for tests"
	@$(BIN)/python scripts/install_test_tools.py java
	@$(call add,requirements/spark.txt)
	@touch $@

.tools/bench.stamp: requirements/bench.txt .tools/test.stamp
	@echo "· installing the peers of the benchmarks"
	@$(call add,requirements/bench.txt)
	@touch $@

.tools/database.stamp: scripts/install_test_tools.py .tools/test.stamp
	@$(BIN)/python scripts/install_test_tools.py postgres
	@touch $@

.tools/tools.stamp: scripts/install_test_tools.py .tools/test.stamp
	@$(BIN)/python scripts/install_test_tools.py
	@[ -n "$$PINTO_WITHOUT" ] || touch $@

.tools/assets.stamp: package-lock.json scripts/build_assets.py scripts/translations.py $(SHEET) $(CATALOGUES) | .tools/demo.stamp .tools/node.stamp
	@echo "· building fonts, icons, style sheet and translations"
	@$(BIN)/python scripts/build_assets.py
	@$(BIN)/python scripts/translations.py compile
	@touch $@

# Node fetches the fonts and icons; where there is none it comes as a Python package.
.tools/node.stamp: | .tools/uv.stamp
	@command -v npm >/dev/null || { echo "· fetching Node"; \
	  $(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .tools/node && \
	  $(UV) pip sync --quiet --python .tools/node/bin/python --require-hashes requirements/node.txt; }
	@touch $@

define install
$(UV) pip sync --quiet --python $(BIN)/python --require-hashes $(1) && \
$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
endef

# --no-build-isolation: PySpark comes as a source archive, built by the pinned setuptools.
define add
$(UV) pip install --quiet --python $(BIN)/python --require-hashes --no-build-isolation -r $(1)
endef
