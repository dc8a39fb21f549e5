#!/usr/bin/env bash
# with-server.sh COMMAND… — runs COMMAND beside a fresh tsunagu with the demonstration data, in its own
# directory and on a free port. COMMAND finds it by TSUNAGU_E2E_URL, and the browser by TSUNAGU_CHROMIUM: the shell
# without windows where it is installed (it needs half the time). Everything is gone afterwards.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -x bin/tsunagu ] || { echo "with-server: bin/tsunagu is missing; run make build" >&2; exit 1; }

place=$(mktemp -d "${TMPDIR:-/tmp}/tsunagu-e2e-XXXXXX")
chmod 755 "$place" # the database user of a root shell must pass
log=$place/tsunagu.log
server=
finish() {
  local code=$?
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
    kill -TERM "$server"
    wait "$server" || true
  fi
  if [ "$code" -ne 0 ] && [ -s "$log" ]; then
    echo "with-server: the program's last words:" >&2
    tail -n 30 "$log" >&2
  fi
  rm -rf "$place"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

port=$(node -e 'const s = require("node:net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
export TSUNAGU_CHROMIUM=${TSUNAGU_CHROMIUM:-$(command -v chromium-headless-shell || echo /usr/bin/chromium)}
export TSUNAGU_E2E_URL=http://127.0.0.1:$port
env -u TSUNAGU_DATABASE_URL TSUNAGU_ENV=test TSUNAGU_SIGN_IN_LIMITS=off TSUNAGU_ADDR="127.0.0.1:$port" \
  TSUNAGU_DATA_DIR="$place/var" bin/tsunagu serve --demo >"$log" 2>&1 &
server=$!

node --input-type=module - "$TSUNAGU_E2E_URL/readyz" "$server" <<'JS'
const [url, pid] = process.argv.slice(2);
const deadline = Date.now() + 120_000;
const pause = () => new Promise((done) => setTimeout(done, 100));
for (;;) {
  try {
    if ((await fetch(url)).ok) break;
  } catch {} // not listening yet
  try {
    process.kill(Number(pid), 0);
  } catch {
    console.error('with-server: the program ended before it was ready');
    process.exit(1);
  }
  if (Date.now() > deadline) {
    console.error('with-server: not ready after two minutes');
    process.exit(1);
  }
  await pause();
}
JS
"$@"
