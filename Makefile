# Everything here sets up what it needs: a machine needs Python 3.11 or newer, make and a package index.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo lab test lint bench js tour clean

# The tour in the terminal: an embedded Rancher, a notebook executed against it, build/tour.html.
demo: $(STAMP)
	@$(BIN)/python notebooks/tour.py

# The same, live: JupyterLab on the notebooks; LAB="--port=9000 --no-browser" passes options on.
lab: $(STAMP)
	$(BIN)/python -m jupyter lab --ServerApp.root_dir=notebooks $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB)

# All tests: unit, property, contract, layers, documentation, notebooks, kernel, browser.
test: $(STAMP)
	$(BIN)/python -m pytest --nbval --nbval-sanitize-with tests/sanitize.cfg

# What has a time budget, measured: build/bench.json.
bench: $(STAMP)
	$(BIN)/python tests/bench.py

# Style, types, and that the committed JavaScript bundles are what their sources make.
lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python tests/javascript.py

# Build the JavaScript bundles again.
js: $(STAMP)
	$(BIN)/python tests/javascript.py --build

# Execute the notebooks and store their outputs.
tour: $(STAMP)
	$(BIN)/python -m nbconvert --to notebook --execute --inplace notebooks/*.ipynb

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint,arrow]'
	@touch $@

clean:
	rm -rf $(VENV) build
