# `make report` and `make test` do everything from a fresh checkout: the environment, the installation, the work.
# PYTHON=python3.11 chooses the Python; otherwise tools/setup.sh takes the first that has what it needs.

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/installed-run
DEV := $(VENV)/installed-dev
EXAMPLE := amazon-2021

export VENV

.DEFAULT_GOAL := help
.PHONY: help rules reference decisions report test lint types layers tests golden validation bench memory fx lock clean

help:
	@echo "make report   assess examples/$(EXAMPLE).yaml and write the report to out/"
	@echo "make test     lint, check types and layers, check and test the rules, run all tests"
	@echo "make lint | types | layers | rules | tests   one part of it"
	@echo "make golden   write the expected reports and the README's sessions anew, to be read as a diff"
	@echo "make reference measure the rules; write coverage, vocabulary and docs/reference anew"
	@echo "make decisions assess examples/decisions; write docs/decisions.md anew"
	@echo "make validation write docs/validation.md anew: the backtest of the shipped decisions"
	@echo "make bench    measure; prints machine and versions"
	@echo "make memory   watch the memory of 10,000 assessments"
	@echo "make fx       write the exchange rates anew"
	@echo "make lock     write requirements/*.lock anew"
	@echo "make clean    remove the environment, caches and output"

# Another Python than the one in the environment was asked for: make the environment anew.
ifdef PYTHON
export PYTHON
VERSION := import sys; print(sys.version_info[:2])
ifneq ($(shell $(PYTHON) -c '$(VERSION)'),$(shell $(BIN)/python -c '$(VERSION)' 2>/dev/null))
.PHONY: $(RUN)
endif
endif

$(RUN): pyproject.toml requirements/build.lock requirements/run.lock tools/setup.sh tools/check_build.py
	@sh tools/setup.sh run
	@touch $@

$(DEV): $(RUN) requirements/dev.lock
	@sh tools/setup.sh dev
	@touch $@

report: $(RUN)
	@$(BIN)/lexposure assess examples/$(EXAMPLE).yaml --out out
	@echo "Open $(CURDIR)/out/$(EXAMPLE).html in a browser."

test: lint types layers rules tests

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy
	$(BIN)/basedpyright

layers: $(DEV)
	$(BIN)/lint-imports --no-logo

rules: $(RUN)
	$(BIN)/lexposure rules check
	$(BIN)/lexposure rules test
	$(BIN)/lexposure rules coverage --fail-under 90%

tests: $(DEV)
	$(BIN)/pytest --numprocesses auto --dist worksteal

golden: $(DEV)
	$(BIN)/python tests/docs/console.py README.md docs/*.md
	LEXPOSURE_WRITE_GOLDEN=1 $(BIN)/pytest --quiet tests/reporting/test_golden.py

reference: $(RUN)
	$(BIN)/lexposure rules coverage --write | tail -n 1
	$(BIN)/lexposure rules reference --out docs

decisions: $(RUN)
	PYTHONPATH=tests $(BIN)/python tools/decisions_page.py

validation: $(RUN)
	$(BIN)/lexposure backtest cases/gdpr-decisions.yaml --out out >/dev/null
	cp out/backtest.md docs/validation.md

bench: $(RUN)
	$(BIN)/python benchmarks/assess.py
	PYTHONPATH=tests $(BIN)/python benchmarks/evaluators.py

memory: $(RUN)
	PYTHONPATH=tests $(BIN)/python benchmarks/memory.py

fx: $(RUN)
	sh tools/fx.sh

lock:
	sh tools/lock.sh

clean:
	rm -rf $(VENV) out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
