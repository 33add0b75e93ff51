#!/usr/bin/env bash
# A Chromium for the browser tests: the system's, Debian's, or Playwright's own. Does nothing when one is there.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium
else
  "$(dirname "$0")"/../../.venv/bin/playwright install chromium
fi
