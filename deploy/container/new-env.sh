#!/usr/bin/env bash
# Prints a fresh .env for docker-compose.yml with random secrets: deploy/container/new-env.sh > .env
set -euo pipefail
umask 077
# 32 random bytes in hexadecimal: safe inside a URL.
random() { head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n'; }
command -v openssl >/dev/null || { echo 'new-env: openssl is missing; install it, then try again' >&2; exit 1; }
token_key=$(openssl ecparam -name prime256v1 -genkey -noout | base64 | tr -d '\n')
cat <<ENV
# Secrets of this installation. Keep them out of version control; a copy belongs where your backups' keys are kept.
TSUNAGU_DB_PASSWORD=$(random)
# Signs access tokens; a new one signs everybody out.
TSUNAGU_TOKEN_KEY=$token_key
# Host name under which people reach the service through your reverse proxy.
TSUNAGU_PUBLIC_HOST=tsunagu.example.jp
ENV
