#!/usr/bin/env python3
"""Run the SQL on standard input against a database: `sqlite3 FILE < SQL`.

PROJ's build makes its database with the sqlite3 shell and uses no more of it
than this. `tools/build-tools.sh` installs this file under that name on machines
without the shell.
"""

import sqlite3
import sys

if len(sys.argv) != 2:
    sys.exit("usage: sqlite3 FILE < SQL")

sys.stdin.reconfigure(encoding="utf-8")
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
try:
    connection.executescript(sys.stdin.read())
except sqlite3.Error as error:
    sys.exit(f"sqlite3: {sys.argv[1]}: {error}")
finally:
    connection.close()
