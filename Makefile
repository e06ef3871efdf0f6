# Everything a newcomer needs: `make reports`, then `make test`. Needs Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
export OMP_NUM_THREADS = 1
export PYTHONHASHSEED = 0
JOBS ?= 2

.PHONY: help setup reports figures test trial lab lint screenshots lock clean
help:                ## say what can be made
	@grep -hE '^[a-z]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

setup: $(READY)      ## make .venv with the packages of requirements.lock

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv from requirements.lock (a minute or two; nothing outside this folder is touched) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Evenhand needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)
	@echo "Ready."

reports: $(READY)    ## read data/sample and make the sample study's reports
	$(BIN)/evenhand ingest data/sample/articles --corpus data/corpora/sample
	$(BIN)/evenhand read data/corpora/sample --codebook data/codebooks/sample.yml --workers $(JOBS)
	$(BIN)/evenhand code score data/corpora/sample data/sample/gold.jsonl data/sample/second-coding.jsonl --shared
	$(BIN)/evenhand run notebooks/studies/sample.yml --jobs $(JOBS)
	@echo "Open reports/sample/index.html in a browser."

figures: reports     ## make the sample study's paper: figures at journal size, tables, numbers
	$(BIN)/evenhand ingest data/sample/articles --corpus data/corpora/sample-rules
	$(BIN)/evenhand read data/corpora/sample-rules --codebook data/codebooks/sample.yml --reader rules --workers $(JOBS)
	$(BIN)/evenhand run notebooks/studies/sample.yml --jobs $(JOBS)
	$(BIN)/evenhand figures notebooks/studies/sample.yml

test: $(READY)       ## run the tests that take no kernel, browser, kill or simulation (minutes)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "not slow"

trial: $(READY)      ## run the others: notebooks in kernels, pages in a browser, commands killed, intervals simulated
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m slow

bench: $(READY)      ## measure speed, growth and size; write docs/performance.md (three hours; QUICK=--quick a few minutes)
	$(BIN)/python -m pip install --quiet -e '.[model,bench,cluster]'
	$(BIN)/python benchmarks/performance.py $(QUICK)

lab: $(READY)        ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks/00-tour-the-corpus.ipynb

lint: $(READY)       ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

screenshots: reports ## take docs/*.png from the sample's reports (needs Chromium)
	$(BIN)/python docs/screenshots.py

lock:                ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra model --extra warc --extra uima --extra test --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock

clean:               ## delete what was built: environment, corpora, reports
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache data/corpora
	find reports -mindepth 1 -not -name README.md -delete
