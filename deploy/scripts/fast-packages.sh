#!/usr/bin/env bash
# Prints the Go packages whose tests need no database: those that neither are nor import testdb or embedpg in tests.
set -euo pipefail
cd "$(dirname "$0")/../.."
go list -f '{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}' ./... |
  grep -vE '/pkg/(testdb|embedpg)( |$)' | cut -d' ' -f1
