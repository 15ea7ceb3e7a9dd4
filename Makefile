# Three commands: `make run` tries the product, `make test` checks it, `make benchmark` measures how good it is.
PYTHON ?= python3
VENV := .venv
ROOT := $(if $(filter 0,$(shell id -u)),,sudo)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO_ACTOR := rovalan-setlementti-ry-monikulttuurikeskus-moninet
ADDRESS := http://$(or $(KUMPPANI_HOST),127.0.0.1):$(or $(KUMPPANI_PORT),8000)

# Tests start some hundred processes: what Python has compiled is kept for the next one.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test browser lint benchmark lock licences sbom clean

# The trap lets Ctrl-C end the service, which says so with 130, and not this recipe.
run: $(VENV)/installed
	$(BIN)/kumppani import --demo
	$(BIN)/kumppani suggest $(DEMO_ACTOR)
	@echo
	@echo 'The service is being started. Once it says that it answers, open in a browser:'
	@echo '  $(ADDRESS)/'
	@echo '      the pages: find your organisation, or describe an idea'
	@echo '  $(ADDRESS)/v1'
	@echo '      what programs can ask, with links'
	@echo '  $(ADDRESS)/v1/actors/$(DEMO_ACTOR)/suggestions'
	@echo '      the suggestions above, as JSON'
	@echo '  $(ADDRESS)/v1/search?q=kielikahvila'
	@echo '      actors found by a word'
	@echo '  $(ADDRESS)/openapi.json'
	@echo '      the description of the API for programs'
	@echo 'Ctrl-C ends it.'
	@echo
	@trap : INT; $(BIN)/kumppani serve || test $$? -eq 130

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

# What the tests of the pages need besides Python: Debian's Chromium and Java, and the checkers of accessibility and
# HTML by their lock. As root, or with sudo.
browser:
	command -v chromium || { $(ROOT) apt-get update && $(ROOT) apt-get install --yes chromium; }
	command -v java || { $(ROOT) apt-get update && $(ROOT) apt-get install --yes default-jre-headless; }
	command -v npm || { $(ROOT) apt-get update && $(ROOT) apt-get install --yes npm; }
	npm ci --prefix tests/npm --ignore-scripts --no-audit --no-fund

# The lock is made from pyproject.toml. Local labels such as "+cpu" are cut off, so that any build of PyTorch fits.
lock: $(VENV)/installed-test
	$(BIN)/pip-compile --quiet --extra encoder --extra evaluation --extra forms --extra openid --extra postgresql --extra test --all-build-deps --allow-unsafe --strip-extras --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock pyproject.toml
	sed -i.old 's/^\(torch==[0-9.]*\)+.*/\1/' requirements.lock && rm requirements.lock.old
	$(BIN)/pip-compile --quiet --generate-hashes --constraint requirements.lock --allow-unsafe --strip-extras --no-header \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements-hashed.txt pyproject.toml

# Fails on a package under a licence that is not known to go with MIT.
licences: $(VENV)/installed-test
	$(BIN)/python -m tests.licences

# What is installed without extras, as CycloneDX: from an environment that holds nothing else, each package compared with its digest.
sbom: $(VENV)/installed-test
	$(PYTHON) -m venv --clear $(VENV)-plain
	$(VENV)-plain/bin/python -m pip --disable-pip-version-check install --require-hashes --requirement requirements-hashed.txt
	$(VENV)-plain/bin/python -m pip --disable-pip-version-check uninstall --yes pip setuptools
	$(BIN)/cyclonedx-py environment $(VENV)-plain/bin/python --pyproject pyproject.toml --output-reproducible \
		--output-format JSON --output-file sbom.json

$(VENV)/installed: pyproject.toml requirements.lock
	@echo 'Installing Kumppani and the packages it needs into the folder $(VENV).'
	@echo 'That takes about 600 MB of disk and a minute or more, on a slow network or a busy machine several.'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint requirements.lock --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	@echo 'Installing what tests, evaluation and training need besides, into the same folder.'
	@echo 'PyTorch is among it: the folder grows to 2 GB or more, which takes several minutes.'
	$(PIP) install --constraint requirements.lock --editable '.[encoder,evaluation,openid,postgresql,test]'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-plain sbom.json var
