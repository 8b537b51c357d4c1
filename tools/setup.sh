#!/bin/sh
# Makes the virtual environment and installs into it from the lock files.
#
#   sh tools/setup.sh run     what Lexposure needs to run
#   sh tools/setup.sh dev     what linting, type checking and tests need on top
#
# PYTHON names the Python to use, VENV the folder (.venv). An environment that is there already is
# kept unless it holds another Python than the one named.
set -eu
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}

version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

# The first Python that has all it takes; failing that, the first that runs, to say what it lacks.
pick() {
    fallback=
    for candidate in python3.12 python3.11 python3.13 python3; do
        version "$candidate" >/dev/null || continue
        if "$candidate" tools/check_build.py 2>/dev/null; then
            echo "$candidate"
            return
        fi
        fallback=${fallback:-$candidate}
    done
    echo "$fallback"
}

make_environment() {
    python=${PYTHON:-$(pick)}
    if [ -z "$python" ] || ! version "$python" >/dev/null; then
        echo "There is no Python${PYTHON:+ named $PYTHON}: install the Debian packages python3 and python3-venv." >&2
        exit 1
    fi
    "$python" tools/check_build.py
    echo "Making $venv with Python $(version "$python")"
    "$python" -m venv --clear "$venv"
}

kept() {
    [ -x "$venv/bin/pip" ] || return 1
    found=$(version "$venv/bin/python") || return 1
    [ -z "${PYTHON:-}" ] || [ "$found" = "$(version "$PYTHON")" ]
}

install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

kept || make_environment
"$venv/bin/python" tools/check_build.py
case $1 in
run)
    echo "Installing from requirements/run.lock"
    # durable-rules and this package are built here, by the pinned setuptools and hatchling: pip's own
    # build environments would fetch whichever versions are the newest, without a hash.
    install --require-hashes -r requirements/build.lock
    install --no-build-isolation --require-hashes -r requirements/run.lock
    install --no-build-isolation --no-deps --editable .
    ;;
dev)
    echo "Installing from requirements/dev.lock"
    install --no-build-isolation --require-hashes -r requirements/dev.lock
    ;;
*)
    echo "usage: sh tools/setup.sh run|dev" >&2
    exit 2
    ;;
esac
