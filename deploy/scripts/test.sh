#!/usr/bin/env bash
# All tests. Each runner is run even when an earlier one failed, so that one go shows everything.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
reports=$PWD/var/reports
rm -rf "$reports"
mkdir -p "$reports"
failed=()

step() {
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}

export PLAYWRIGHT_JSON_OUTPUT_NAME=$reports/playwright.json
step 'go test -race' env CGO_ENABLED=1 node deploy/scripts/gotest.mjs "$reports/go.json" -race -timeout 45m ./...
step 'frontend types' npm --prefix frontend run --silent typecheck
step 'frontend unit (vitest)' npm --prefix frontend run --silent test -- \
  --reporter=default --reporter=json --outputFile.json="$reports/vitest.json"
step 'build' make --no-print-directory build
step 'end to end (chromium)' deploy/scripts/with-server.sh npm --prefix frontend run --silent e2e -- --reporter=list,json

printf '\n== summary\n'
node deploy/scripts/summary.mjs "$reports" || failed+=("summary")
if [ ${#failed[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}"
  exit 1
fi
