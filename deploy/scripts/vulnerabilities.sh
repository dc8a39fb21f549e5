#!/usr/bin/env bash
# Known vulnerabilities of Go modules and npm packages. A list that cannot be reached is no success and no failure:
# it is said loudly, so that nobody mistakes silence for a clean result.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
code=0
out=$(mktemp)
trap 'rm -f "$out"' EXIT

loudly() {
  printf '\n!!!!!!!! NOT CHECKED: %s\n!!!!!!!! %s\n\n' "$1" "$(tail -n 3 "$out" | tr '\n' ' ')"
}

echo '== govulncheck'
if go tool -modfile=deploy/tools/go.mod govulncheck ./... >"$out" 2>&1; then
  tail -n 3 "$out"
elif grep -qE 'dial tcp|no such host|i/o timeout|connection refused|HTTP GET|unexpected status|fetching vulnerabilities' "$out"; then
  loudly 'the Go vulnerability database cannot be reached'
else
  cat "$out"
  code=1
fi

# Only what reaches the user's browser; the tools that build and check it never meet a stranger's input.
echo '== npm audit of what the SPA ships'
npm --prefix frontend audit --omit=dev --audit-level=high >"$out" 2>&1
status=$?
if [ "$status" -eq 0 ]; then
  tail -n 1 "$out"
elif grep -qE 'ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|endpoint returned an error|ENOAUDIT' "$out"; then
  loudly "npm's advisories cannot be reached"
else
  cat "$out"
  code=1
fi
exit "$code"
