# make run    sets up, builds the warehouse of the sample articles, and serves the Dagster UI and the dashboard
# make test   sets up, checks the style and the types, and runs all tests
# make docs   writes the static pages of the documentation into site/: models, columns, lineage, codebook
# make pictures  takes the pictures of the README anew, from the sample articles, into docs/pictures/
# make setup  makes .venv with the `entente` command in it; does nothing when all is there

PYTHON ?= python3
BIN := .venv/bin
export PYTHONUNBUFFERED := 1

.PHONY: run setup dev test lint format docs pictures

run: setup
	@$(BIN)/entente run --from seeds/articles
	@$(BIN)/entente up

setup:
	@$(PYTHON) scripts/setup.py

dev:
	@$(PYTHON) scripts/setup.py --dev

test: dev lint
	@scripts/chromium.sh
	$(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup
	@$(BIN)/python scripts/docs.py

pictures: dev
	@scripts/chromium.sh
	@$(BIN)/python scripts/pictures.py
