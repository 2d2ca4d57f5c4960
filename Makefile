# Needs python3 (3.11 or later) with venv and pip, nothing else. `PYTHON=… make` picks another one.
PYTHON ?= python3
PIP_INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
UV_COMPILE = .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

.DEFAULT_GOAL := up
.PHONY: up test check bench soak format lock clean faces wheel pictures

# What the faces are made of; a change of any of it has them built again.
FACES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f ! -name '*.gen.ts' -print) graphql_schema/schema.graphql
WEB = .venv/bin/python -m infra.faces

up: .venv/.product web/dist/.built   ## everything on one machine, till Ctrl-C
	@.venv/bin/python -m backend.cli up

faces: web/dist/.built   ## the pages of the four faces, into web/dist

check: .venv/.development web/node_modules/.installed   ## format, lint, types, contracts, architecture, schema; under two minutes
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python -m pytest -n 2 tests/architecture
	.venv/bin/python -m backend.cli schema --check
	.venv/bin/python -m backend.cli docs --check
	$(WEB) check

test: check web/dist/.built   ## everything but the soak
	$(WEB) test
	.venv/bin/python -m pytest -n 2 --ignore tests/architecture

bench: .venv/.development   ## each measure beside its limit
	.venv/bin/python -m infra.bench

soak: .venv/.development   ## the long storms, at full figures
	.venv/bin/python -m pytest -m soak --soak

format: .venv/.development
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

lock: .venv/.development   ## after pyproject.toml has changed
	$(UV_COMPILE) -o requirements.lock
	$(UV_COMPILE) --group dev -c requirements.lock -o requirements-dev.lock
	.venv/bin/uv pip compile -q --group pyproject.toml:web --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements-web.lock

pictures: .venv/.development   ## of each face, from a demo that runs on port 8000
	.venv/bin/python -m infra.pictures

wheel: .venv/.development web/dist/.built   ## a release, which carries the faces built
	.venv/bin/uv build --wheel -q

clean:   ## what can be made again; the data in .xinju stays
	rm -rf web/dist web/node_modules .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info
	find backend graphql_schema tenants infra tests -name __pycache__ -prune -exec rm -rf {} +

# The target is a link that dangles when its python3 is removed; --clear then takes the stamps below with it.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "This Python lacks venv or ensurepip; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv

.venv/.product: requirements.lock | .venv/bin/python
	$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/.development: requirements-dev.lock .venv/.product | .venv/bin/python
	$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

.venv/.web: requirements-web.lock | .venv/bin/python
	$(PIP_INSTALL) -r requirements-web.lock
	@touch $@

web/node_modules/.installed: web/package-lock.json web/package.json .venv/.web
	$(WEB) install
	@touch $@

web/dist/.built: web/node_modules/.installed $(FACES)
	$(WEB) build
	@touch $@
