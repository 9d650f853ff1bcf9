"""The example of Spark under a name that tests and their executors import."""

import importlib.util
import sys
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "spark" / "score.py"

_spec = importlib.util.spec_from_file_location("spark_example", EXAMPLE)
assert _spec is not None
assert _spec.loader is not None
_spec.loader.exec_module(sys.modules[__name__])
