# SPDX-License-Identifier: GPL-2.0-or-later
# The door to everything: `make help`. What a target does is in the script
# that it calls; each of these has --help.
MODULE := modules/siptrunk
PLATFORM := scripts/platform

.DEFAULT_GOAL := help
.PHONY: help setup build run test test-emergency test-media test-long test-operate unit fuzz bench soak install uninstall deb doc clean
MAKEFLAGS += --no-print-directory

help: ## this list
	@echo "siptrunk: a SIP edge for contact centres, AI agents and emergency services"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | \
		while IFS='|' read -r target text; do printf '%-22s %s\n' "$$target" "$$text"; done
	@echo
	@echo "One test:  tests/run NAME      The lab by hand:  scripts/lab --help"

setup: ## make the platform: Kamailio 6.0, RTPengine, sipp, compilers
	@scripts/setup

build: setup ## compile the module and the tests' tools
	@$(PLATFORM) $(MAKE) -s -j$(shell nproc) -C $(MODULE)
	@$(PLATFORM) $(MAKE) -s -C tests/tools

run: ## the lab with one call of each kind; stays up (ONCE=1: exits)
	@scripts/run $(if $(ONCE),--once)

test: ## every test; the last line is "N passed, N failed"
	@tests/all

test-emergency: build ## the fault matrix: 911 calls while this or that is broken
	@tests/emergency/run $(ROWS)

test-media: build ## the media matrix: who hears whom, for every pair of peers
	@tests/media/run $(ROWS)

test-long: build ## the lab's tests that take too long for "make test"
	@tests/run --labs 3 --long

test-operate: build ## packages, containers, databases, browser, on real systems
	@tests/operate/run $(ROWS)

unit: build ## the pure files and the tests' tools, no lab needed
	@$(PLATFORM) $(MAKE) -C tests/unit check
	@$(PLATFORM) $(MAKE) -C tests/tools check

fuzz: setup ## the pure files under random input (FUZZ_SECONDS=300: each)
	@$(PLATFORM) $(MAKE) -C tests/fuzz check $(if $(FUZZ_SECONDS),FUZZ_SECONDS=$(FUZZ_SECONDS))

bench: build ## the performance tables, beside stock parts in the same run
	@tests/bench/run

soak: build ## 10,000 reloads, and 30 minutes of a failing API (RELOADS= MINUTES=)
	@tests/soak/run $(or $(RELOADS),10000) $(or $(MINUTES),30)

install: build ## module and edge, beside this host's Kamailio (DESTDIR=, ONLY=module)
	@scripts/install $(ONLY)

uninstall: ## takes away what "make install" has put there
	@scripts/install --uninstall

deb: build ## Debian packages, for 12 and 13, in .build/deb
	@scripts/deb $(RELEASE)

doc: build ## the module's README from its docbook source
	@$(PLATFORM) $(MAKE) -C $(MODULE) doc

clean: ## what was built; the platform stays (a root: rm -rf .build)
	@rm -rf .build/modules .build/modules-5.6 .build/bench .build/tools .build/test .build/run .build/speech
