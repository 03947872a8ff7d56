# `make` lists what there is. Stamps inside .venv make every second call quick.
VENV ?= .venv
PYTHON := $(VENV)/bin/python
# Without byte-compiling what may never be imported, a first installation takes a third less time.
INSTALL := $(PYTHON) -m pip --disable-pip-version-check install --no-compile \
	-c requirements/constraints.txt
SOURCES := apps workers config tests manage.py
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development

# What was installed uncompiled is compiled by its first import: each process would do that anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run services workers web test test-system lint bench bench-understanding bench-recommendation bench-serve screenshots protocol encoder

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' Makefile

setup: encoder ## Make the Python environment and the encoder

run: encoder ## Start everything in one process; PORT, VAR_DIR and LOAD_SAMPLE=0 are heeded
	@exec $(PYTHON) -m config.standalone

services: encoder ## Start RabbitMQ and PostgreSQL for `make workers` and `make web`
	@exec $(PYTHON) -m config.separate services

workers: encoder ## Start each pool as a process, on `make services` or on exported addresses
	@exec $(PYTHON) -m config.separate workers

web: $(RUNTIME) ## Start web, dispatcher, deliverer and Flower as processes; PORT is heeded
	@exec $(PYTHON) -m config.separate web

test: $(DEVELOPMENT) encoder ## Run unit and integration tests and one journey each
	@.ci/system-packages
	$(PYTHON) -m pytest -m "not system and not alone" -n 2 --no-loadscope-reorder
	$(PYTHON) -m pytest -m "not system and alone" tests/integration tests/acceptance

test-system: $(DEVELOPMENT) encoder ## Run the long tests: faults and browsers
	@.ci/system-packages
	$(PYTHON) -m pytest -m system

lint: $(DEVELOPMENT) ## Check style, types, who imports whom, and sizes
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy $(SOURCES)
	$(VENV)/bin/lint-imports
	$(PYTHON) -m tests.architecture.size_report

bench: $(DEVELOPMENT) encoder ## Measure each way to run on this machine, into var/bench.json
	@.ci/system-packages
	$(PYTHON) -m tests.benchmarks

bench-understanding: $(DEVELOPMENT) encoder ## Measure intents, sentiment, languages, redaction and their speed
	$(PYTHON) -m tests.benchmarks.understanding

bench-recommendation: $(DEVELOPMENT) encoder ## Measure what is found, how it is ranked, and what choices teach
	$(PYTHON) -m tests.benchmarks.recommendation

bench-serve: $(DEVELOPMENT) encoder ## Measure the inference server beside the bare session, LitServe and BentoML
	$(PYTHON) -m tests.benchmarks.serving

screenshots: $(DEVELOPMENT) encoder ## Take the README's pictures, and others into var/screenshots
	@.ci/system-packages
	$(PYTHON) -m tests.screenshots

protocol: $(DEVELOPMENT) ## Write the messages of the inference protocol from its .proto
	@.ci/make-protocol $(PYTHON)

encoder: $(RUNTIME)
	@$(PYTHON) -m workers export-encoder

$(VENV)/.made: .ci/make-venv
	@.ci/make-venv $(VENV)
	@touch $@

$(RUNTIME): $(VENV)/.made $(filter-out requirements/dev.txt,$(wildcard requirements/*.txt))
	@echo "Installing what Firstline runs on, in about a minute:"
	@$(INSTALL) -r requirements/standalone.txt
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements/dev.txt
	@echo "Installing what its tests run on:"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@
