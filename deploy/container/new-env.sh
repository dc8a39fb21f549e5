#!/usr/bin/env bash
# Prints a fresh .env for docker-compose.yml with random secrets: deploy/container/new-env.sh > .env
set -euo pipefail
umask 077
# 32 random bytes in hexadecimal: safe inside a URL.
random() { head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n'; }
cat <<ENV
# Secrets of this installation. Keep them out of version control and in your backup's safe.
TSUNAGU_DB_PASSWORD=$(random)
# Address under which people reach the service, as they type it.
TSUNAGU_PUBLIC_URL=https://tsunagu.example.jp
ENV
