# Three commands: `make run` tries the product, `make test` checks it, `make benchmark` measures how good it is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO_ACTOR := rovalan-setlementti-ry-monikulttuurikeskus-moninet

# Tests start some hundred processes: what Python has compiled is kept for the next one.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint benchmark lock clean

run: $(VENV)/installed
	$(BIN)/kumppani import --demo
	$(BIN)/kumppani suggest $(DEMO_ACTOR)
	$(BIN)/kumppani serve

# Two gears: `make test` is the quick one, `TESTS=thorough make test` leaves nothing out.
test: $(VENV)/installed-test lint
	$(BIN)/pytest -n auto

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: $(VENV)/installed-test
	$(BIN)/kumppani evaluate --dataset cordis --task all --split test --systems all --out evaluation-results
	$(BIN)/python -m evaluation.report.inspection evaluation-results

# The lock is made from pyproject.toml. Local labels such as "+cpu" are cut off, so that any build of PyTorch fits.
lock: $(VENV)/installed-test
	$(BIN)/pip-compile --quiet --extra encoder --extra evaluation --extra postgresql --extra test --all-build-deps --allow-unsafe --strip-extras --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml
	sed -i.old 's/^\(torch==[0-9.]*\)+.*/\1/' requirements.lock && rm requirements.lock.old

$(VENV)/installed: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint requirements.lock --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) install --constraint requirements.lock --editable '.[encoder,evaluation,postgresql,test]'
	touch $@

clean:
	rm -rf $(VENV) var
