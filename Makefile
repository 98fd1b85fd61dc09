# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get

.DEFAULT_GOAL := help
.PHONY: help demo test check bench machine clean

help:
	@echo "make demo    the desk with sample data and a local Feishu; prints the page's address"
	@echo "make test    everything: style, types, tests on SQLite and PostgreSQL, a real browser"
	@echo "make bench   speed and memory, as ratios measured in one run"
	@echo "make clean   remove the virtual environment and the demo's data"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(APT) update -q && $(APT) install -yq python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.runs: $(VENV)/bin/python requirements.txt constraints.txt
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.checks: $(VENV)/.runs requirements-dev.txt
	$(PIP) -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.runs
	@$(VENV)/bin/python app.py demo

# A browser and a database server for the tests; where they can't be installed the tests that need
# them say so and are skipped, except in CI.
machine:
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory apt PACKAGES="chromium fonts-noto-cjk" || true
	@ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || [ -n "$$TEST_POSTGRES_URL" ] || $(MAKE) --no-print-directory apt PACKAGES=postgresql || true

apt:
	$(APT) update -q >/dev/null && $(APT) install -yq --no-install-recommends $(PACKAGES) >/dev/null

check: $(VENV)/.checks
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

test: check machine
	$(VENV)/bin/python -m pytest

bench: $(VENV)/.checks
	$(VENV)/bin/python -m benchmarks

clean:
	rm -rf $(VENV) var
