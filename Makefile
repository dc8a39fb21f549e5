# `make run` and `make test` are all one needs to know; both install what is missing.
# Needs Go 1.26 and Node.js 20.19; PostgreSQL and Chromium come from Debian or Ubuntu packages.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
SCRIPTS := deploy/scripts
TOOL := go tool -modfile=deploy/tools/go.mod
GENERATED := api/gen/gen.go api/gen/openapi.yaml frontend/src/api/generated frontend/src/app/routeTree.gen.ts

.PHONY: help
help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: run
run: setup-run build ## build everything and serve it with demonstration data at http://localhost:8080
	bin/tsunagu serve --demo

.PHONY: build
build: frontend-dist bin ## bin/tsunagu, one file with the SPA inside

.PHONY: bin
bin: setup-build
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o bin/tsunagu ./api

.PHONY: frontend-dist
frontend-dist: setup-build
	npm --prefix frontend run --silent build

.PHONY: check
check: setup-build ## the fast checks: format, vet, tests without a database, types, biome, vitest
	$(MAKE) --no-print-directory format-check
	go vet ./...
	go test $$($(SCRIPTS)/fast-packages.sh)
	npm --prefix frontend run --silent typecheck
	npm --prefix frontend run --silent lint
	npm --prefix frontend run --silent test

.PHONY: format-check
format-check:
	@files=$$(git ls-files -co --exclude-standard '*.go' | xargs -r gofmt -l); \
	if [ -n "$$files" ]; then printf 'gofmt -w is needed on:\n%s\n' "$$files"; exit 1; fi

.PHONY: test
test: setup-test ## all tests: Go with the race detector on PostgreSQL, SPA, end to end in Chromium with axe
	$(SCRIPTS)/test.sh

.PHONY: e2e
e2e: setup-test build ## only the end-to-end tests; ARGS="handoff.spec.ts --headed" goes to playwright
	$(SCRIPTS)/with-server.sh npm --prefix frontend run --silent e2e -- $(ARGS)

.PHONY: bench
bench: bin ## 100,000 cases: what we do a second beside what the database can; ARGS="-cases 20000 -explain"
	go run ./api/bench -program bin/tsunagu $(ARGS)

.PHONY: bench-packages
bench-packages: ## benchmarks of the Go packages
	go test -run '^$$' -bench . -benchmem ./...

.PHONY: screenshots
screenshots: setup-test build ## every page at 1280 and 820 px into var/screenshots/, the README's into deploy/screenshots/
	$(SCRIPTS)/with-server.sh node $(SCRIPTS)/screenshots.mjs var/screenshots deploy/screenshots

.PHONY: generate
generate: setup-generate ## code from openapi.yaml: server, contract copy, client, routes
	cp openapi.yaml api/gen/openapi.yaml
	$(TOOL) oapi-codegen -config api/gen/config.yaml openapi.yaml
	npm --prefix frontend run --silent generate
	npm --prefix frontend run --silent routes

.PHONY: drift
drift: generate ## fails when generated code is not what openapi.yaml says
	@git diff --exit-code --stat -- $(GENERATED) || { echo 'drift: run make generate and commit the result'; exit 1; }
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)); \
	if [ -n "$$new" ]; then printf 'drift: generated but not committed:\n%s\n' "$$new"; exit 1; fi

.PHONY: lint
lint: setup-lint ## golangci-lint, biome, shellcheck, container files
	$(TOOL) golangci-lint run ./...
	npm --prefix frontend run --silent lint
	shellcheck .ci/run $(SCRIPTS)/*.sh deploy/container/*.sh deploy/tools/*.sh
	npm --prefix deploy/tools run --silent lint

.PHONY: vulnerabilities
vulnerabilities: ## known vulnerabilities in what we use; says loudly when the lists cannot be reached
	$(SCRIPTS)/vulnerabilities.sh

.PHONY: clean
clean: ## what can be built again; var/ with its data stays
	rm -rf bin var/reports frontend/node_modules frontend/tools/codegen/node_modules deploy/tools/node_modules
	find frontend/dist pkg/documents/paper/fonts -mindepth 1 ! -name .gitkeep -delete

.PHONY: setup-run setup-test setup-lint setup-generate setup-build
setup-run setup-test setup-lint setup-generate setup-build:
	@$(SCRIPTS)/setup.sh $(@:setup-%=%)
