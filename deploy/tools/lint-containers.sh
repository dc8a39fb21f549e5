#!/usr/bin/env bash
# Checks the container files without a container engine; with docker compose at hand, asks that too.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=deploy/tools/node_modules/.bin
"$tools/dockerfile-utils" lint deploy/container/Dockerfile
# Ours are ordered for the reader; build and image together name what was built.
"$tools/dclint" docker-compose.yml --max-warnings 0 \
  --disable-rule service-keys-order --disable-rule no-build-and-image --disable-rule require-quotes-in-ports
if docker compose version >/dev/null 2>&1; then
  env_file=.env
  made=
  if [ ! -e "$env_file" ]; then
    made=$env_file
    deploy/container/new-env.sh >"$env_file"
  fi
  trap '[ -z "$made" ] || rm -f "$made"' EXIT
  docker compose config --quiet
else
  echo 'lint-containers: no docker compose here; its own check of docker-compose.yml was NOT run'
fi
echo 'container files: ok'
