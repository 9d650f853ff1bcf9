# make demo    build the command and run the whole job on the bundled town
# make test    every test, Rust and Python
# make docs    the documentation site, in target/site
# make notebooks     every notebook of examples/notebooks, run
# make lint    format, clippy, rustdoc, ruff, mypy
# make bench   the engine beside its peers, answers compared
# make bench-country  a country of growing size: stages, memory, rows checked; COUNTRY="--sizes 1e5"
# make bench-accuracy  wrong verdicts of other ways of measuring
# make bench-exact  every profile's distances and verdicts against an exact oracle
# make fuzz    every fuzz target for FUZZ_SECONDS=30
# make wheel   the Python wheel and source distribution, in target/wheels
# make test-wheel    the wheel in a fresh virtual environment (asks a package index)
# make test-postgis  results into PostGIS, on a server of its own
# make test-spark    the example of Spark, with two threads on this machine
# make clean   remove everything that was made
#
# Each sets up what is missing, in any order, on a machine with Rust, a C and
# C++ compiler and Python 3.11 or later with pip; test-postgis also needs
# PostgreSQL with PostGIS (Debian: postgresql, postgresql-postgis), test-spark
# Java 17 (Debian: openjdk-17-jre-headless). The first build compiles PROJ and
# Parquet and takes about ten minutes; afterwards only changes are built.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
FUZZ_SECONDS ?= 30
TARGET := $(or $(CARGO_TARGET_DIR),target)
VENV := .venv
VENV_PYTHON := $(VENV)/bin/python
EXTENSION := python/nabij/_nabij.abi3.so

# cmake (and a stand-in for the sqlite3 shell) for PROJ, where the machine has none.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

# One set of artifacts for everything: cargo chooses the features of shared
# dependencies by the packages selected, so every build selects the workspace.
# Selecting one test as well takes in the features that tests ask for.
BUILD := cargo build --locked --release --workspace --test floors

.PHONY: help demo test test-wheel test-postgis test-spark docs notebooks lint bench bench-country bench-accuracy bench-exact fuzz wheel clean build-tools dev-tools docs-tools spark-tools command extension

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo: command
	@$(TARGET)/release/nabij demo

test: extension dev-tools
	cargo test --locked --release --workspace
	cd python && ../$(VENV_PYTHON) -m pytest

# Quiet but for warnings, which are errors; the network is not asked for anything.
docs: extension docs-tools
	$(VENV_PYTHON) docs/cases/make.py
	$(VENV_PYTHON) docs/criteria/make.py
	$(VENV_PYTHON) -m sphinx -b html -W --keep-going -n -q docs $(TARGET)/site
	@echo "$(TARGET)/site/index.html"

notebooks: extension docs-tools
	rm -rf $(TARGET)/notebooks
	cp -r examples/notebooks $(TARGET)/notebooks
	MPLBACKEND=agg $(VENV_PYTHON) -m pytest -q -p no:cacheprovider --nbmake --nbmake-timeout=120 $(TARGET)/notebooks

# A server that is missing is an error, not a test less.
test-postgis: extension dev-tools
	cd python && ../$(VENV_PYTHON) -m pytest -m postgis

test-spark: extension spark-tools
	cd python && ../$(VENV_PYTHON) -m pytest -m spark

lint: extension dev-tools
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --locked --release --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --release --workspace --no-deps
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	cd python && ../$(VENV_PYTHON) -m mypy
	cd python && ../$(VENV_PYTHON) -m mypy.stubtest nabij._nabij --mypy-config-file pyproject.toml

bench: build-tools
	benches/setup.sh
	.venv-bench/bin/python benches/run.py

bench-country: build-tools command
	benches/setup.sh
	.venv-bench/bin/python benches/country_run.py --command $(TARGET)/release/nabij \
	  --benches $(TARGET)/release/nabij-benches --folder $(TARGET)/country $(COUNTRY)

bench-accuracy: build-tools command
	benches/setup.sh
	.venv-bench/bin/python benches/accuracy.py

bench-exact: build-tools command
	benches/setup.sh
	.venv-bench/bin/python benches/walked.py

fuzz: build-tools $(VENV)/bin/cargo-fuzz
	@tools/fuzz.sh $(FUZZ_SECONDS)

# maturin takes the extension that everything else uses (see the script).
wheel: build-tools dev-tools
	rm -rf $(TARGET)/wheels
	CARGO=$(CURDIR)/tools/cargo-workspace.sh $(VENV)/bin/maturin build --locked --release \
	  --manifest-path python/Cargo.toml --out $(TARGET)/wheels
	$(VENV)/bin/maturin sdist --manifest-path python/Cargo.toml --out $(TARGET)/wheels

test-wheel: wheel extension
	cd python && ../$(VENV_PYTHON) -m pytest -m wheel

clean:
	rm -rf $(TARGET) $(VENV) .venv-bench $(EXTENSION) fuzz/target fuzz/corpus fuzz/artifacts
	rm -rf python/.pytest_cache python/.mypy_cache .ruff_cache

# --- what the above stand on -------------------------------------------------

command: build-tools
	@echo "== the command"
	@$(BUILD) --bin nabij

extension: build-tools $(VENV)/.package
	@echo "== the command and the Python extension"
	@$(BUILD) --bin nabij --lib
	@cmp -s $(TARGET)/release/lib_nabij.so $(EXTENSION) || { \
	  cp $(TARGET)/release/lib_nabij.so $(EXTENSION).new; mv $(EXTENSION).new $(EXTENSION); }

# Always checked, at no cost: an upgrade of the machine may take a tool away.
build-tools:
	@PYTHON=$(PYTHON) tools/build-tools.sh $(VENV)

dev-tools: $(VENV)/.dev-tools

docs-tools: $(VENV)/.docs-tools

spark-tools: $(VENV)/.spark-tools

$(VENV_PYTHON):
	@PYTHON=$(PYTHON) tools/venv.sh $(VENV)

$(VENV)/.dev-tools: python/requirements-dev.txt | $(VENV_PYTHON)
	@echo "== Python packages for tests and lints"
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps -r $<
	@tools/test-data.sh $(VENV)
	@touch $@

$(VENV)/.docs-tools: python/requirements-docs.txt $(VENV)/.dev-tools
	@echo "== Python packages for the documentation and the notebooks"
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps -r $<
	@touch $@

$(VENV)/.spark-tools: python/requirements-spark.txt $(VENV)/.dev-tools
	@echo "== Spark"
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps -r $<
	@touch $@

# Python finds the package where it is, and the extension inside it.
$(VENV)/.package: | $(VENV_PYTHON)
	@echo "$(CURDIR)/python" > "$$($(VENV_PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/nabij.pth"
	@touch $@

$(VENV)/bin/cargo-fuzz: | $(VENV_PYTHON)
	@echo "== cargo-fuzz"
	@CARGO_TARGET_DIR=$(abspath $(TARGET))/cargo-fuzz cargo install --quiet --locked --root $(VENV) cargo-fuzz@0.13.2
