#!/usr/bin/env bash
# What the interop tests run against: sekmet-fhir in a virtual environment of its own (its pins clash
# with ours) and oidc-provider from npm. Does nothing when both are there.
set -euo pipefail
cd "$(dirname "$0")"
command -v node >/dev/null || { echo "node 18 or newer is needed: apt-get install nodejs npm" >&2; exit 1; }
if [ ! -x .venv-sekmet/bin/sekmet ]; then
  "${PYTHON:-python3}" -m venv .venv-sekmet
  .venv-sekmet/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
fi
[ -d node_modules/oidc-provider ] || npm install --no-audit --no-fund --silent
