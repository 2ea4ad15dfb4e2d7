# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything is made under build/. ARGS goes to the command: make test ARGS="-k plan -n 0", make check ARGS=sanity.
ROOT := $(CURDIR)
RUN = PATH="$(ROOT)/build/venv/bin:$$PATH" exec build/venv/bin/python
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help venv tree test check returned screenshots changelog release demo simulators docs soak bench clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{printf "%-17s %s\n", $$1, $$2}'

demo: venv ## Set up everything, run onboarding against a simulated cloud: plan, make, unchanged
	@$(RUN) tools/demo.py $(ARGS)

test: venv ## Run the tests
	@$(RUN) -m pytest -q -n auto --dist loadgroup $(ARGS)

soak: venv ## Run the long fault campaign and print its numbers
	@$(RUN) tools/soak.py $(ARGS)

bench: venv ## Measure speed, memory and requests, and write docs/benchmarks.md
	@$(RUN) tools/bench.py $(ARGS)

check: venv ## Run linters, sanity, build, import and smoke checks
	@$(RUN) tools/check.py $(ARGS)

returned: venv ## Write the shared parts of RETURN into the modules
	@$(RUN) tools/make_returned.py $(ARGS)

screenshots: venv ## Make the pictures of docs/images
	@$(RUN) tools/screenshots.py $(ARGS)

changelog: venv ## Write the changelog of the version in galaxy.yml from the fragments
	@$(RUN) tools/changelog.py $(ARGS)

release: venv ## Build and prove the archive of a release; publishes nothing
	@$(RUN) tools/release.py

simulators: venv ## Start the simulated clouds on loopback until Ctrl-C
	@$(RUN) tools/serve_simulators.py $(ARGS)

docs: venv ## Build the module reference as HTML under build/site
	@$(RUN) tools/docs.py $(ARGS)

tree: venv ## Copy the collection to build/tree/ansible_collections/orgkit/cloud
	@$(RUN) tools/tree.py $(ARGS)

venv: ## Make build/venv, or do nothing when it is up to date
	@sh tools/bootstrap.sh

clean: ## Remove build/
	rm -rf build
