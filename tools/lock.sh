#!/bin/sh
# Writes requirements/*.lock anew: the newest versions, with the hashes of all their files and no index address.
#
#   PYTHON=python3.11 sh tools/lock.sh
#
# Run it with the oldest Python supported: what only newer ones lack carries a marker, what only older
# ones need would be left out otherwise. tests/setup checks the outcome.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3.11}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet pip-tools

compile() {
    "$scratch/venv/bin/pip-compile" --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "$@"
}

compile requirements/build.in --output-file requirements/build.lock
compile pyproject.toml --constraint requirements/build.lock --output-file requirements/run.lock
compile requirements/dev.in --output-file requirements/dev.lock
