# Two commands do everything: `make run` and `make test`. The rest is for those who build.
PYTHON ?= python3
BOOTSTRAP = $(PYTHON) scripts/bootstrap.py

.PHONY: help run dev test test-fast check check-coverage bench bench-peers bench-search bench-faults messages

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: ## Environment, database, demonstration, server on http://localhost:8000
	@$(BOOTSTRAP) run

dev: ## The same with DEBUG and reload on change
	@$(BOOTSTRAP) dev

test: ## Everything tests need, then all tests
	@$(BOOTSTRAP) test -m tests.run $(TESTS)

test-fast: ## On SQLite only, without browser, demonstration and slow ones: four minutes
	@$(BOOTSTRAP) test -m tests.run --fast

check-coverage: ## Which branches no test takes
	@$(BOOTSTRAP) test -m tests.run --coverage

check: ## Format, lint, types, layers, migrations, deployment checks, message catalogues, wordings
	@$(BOOTSTRAP) check tests/check.py

bench: ## Benchmark, beside a bare view and a stock Wagtail site: CPU a request, in ms and loops; writes docs/performance.md
	@$(BOOTSTRAP) bench tests/bench/run.py

bench-search: ## Search: judged queries on both databases, across languages, cost at 1,000 to 100,000 documents
	@$(BOOTSTRAP) bench tests/bench/search.py $(PARTS)

bench-peers: ## The same beside Kolibri, installed from PyPI into a folder of its own; writes docs/performance.md
	@$(BOOTSTRAP) bench tests/bench/peers.py

bench-faults: ## Crash tests: 10,000 completions and 4,000 answers while the server is killed, 100,000 random schedules, a browser killed 50 times; database locked or stopped, disk full, mail down, index damaged
	@$(BOOTSTRAP) bench tests/bench/faults.py $(PARTS)

messages: ## Extract interface messages into the six catalogues (needs GNU gettext)
	@$(BOOTSTRAP) messages -m scripts.messages
