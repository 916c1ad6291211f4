# Two commands do all set-up: `make demo` and `make test`.  Everything else is for those who change the code.
PYTHON ?= python3
PORT ?= 8080
KILLS ?= 200
SEEDS ?= 20
WEEKS ?= 52
V := .venv/bin

.PHONY: setup demo test check texts catalogues bench understand teach run kill simulate clean

MO := locales/da/LC_MESSAGES/foelgeskab.mo locales/en/LC_MESSAGES/foelgeskab.mo

setup: $(MO)

.venv/ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(V)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(V)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

locales/%/LC_MESSAGES/foelgeskab.mo: locales/%/LC_MESSAGES/foelgeskab.po .venv/ready
	$(V)/pybabel --quiet compile --domain foelgeskab --directory locales --locale $*

demo: setup          ## a page with three phones; PORT= changes where
	$(V)/python -m sandbox --port $(PORT)

run: setup           ## the bot itself, with the settings of the environment
	$(V)/foelgeskab run

test: setup          ## everything but the long loops
	$(V)/python -m pytest -n 2 --dist loadgroup

check: setup         ## the one gate
	$(V)/ruff format --check .
	$(V)/ruff check .
	$(V)/mypy
	$(V)/lint-imports
	$(V)/python -m bot.language.catalogue check
	$(V)/codespell

texts: setup         ## how easy our Danish is to read
	$(V)/python -m bot.language.catalogue report

catalogues: setup          ## after a changed text: extract, merge
	$(V)/python -m bot.language.catalogue update

bench: setup         ## figures and ratios
	$(V)/python -m benchmarks

understand: setup    ## how well Danish is understood, and how fast
	$(V)/python -m benchmarks.understand

teach: setup         ## learn the second judge's weights anew, after changed lists or texts (a minute or so)
	$(V)/python -m benchmarks.teach

kill: setup          ## kill -9, KILLS= times
	KILLS=$(KILLS) $(V)/python -m pytest -s tests/faults/test_kill.py

simulate: setup     ## made-up years, SEEDS= of them, judged by the rules that always hold
	$(V)/foelgeskab simulate --weeks $(WEEKS) --seeds $(SEEDS)

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis $(MO)
