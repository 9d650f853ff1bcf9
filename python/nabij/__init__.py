"""Exact walking distances from every address to daily facilities, tested against norms."""

from nabij._area_page import AreaPage
from nabij._areas import Areas
from nabij._compare import Comparison, compare
from nabij._criteria import Criteria
from nabij._criteria_study import criteria
from nabij._distribute import Distributed, distribute
from nabij._explanation import AreaExplanation, Explanation
from nabij._facilities import Facilities
from nabij._kept import KeptStudy, Update
from nabij._nabij import __version__, set_threads, threads
from nabij._network import Network
from nabij._norms import NormSet
from nabij._origins import Origins
from nabij._questions import counts, distances, matrix
from nabij._result import Result
from nabij._service_area import service_area
from nabij._study import Study, score
from nabij._town import town
from nabij.errors import InputError, NabijError, NetworkError, NormError

__all__ = [
    "AreaExplanation",
    "AreaPage",
    "Areas",
    "Comparison",
    "Criteria",
    "Distributed",
    "Explanation",
    "Facilities",
    "InputError",
    "KeptStudy",
    "NabijError",
    "Network",
    "NetworkError",
    "NormError",
    "NormSet",
    "Origins",
    "Result",
    "Study",
    "Update",
    "__version__",
    "compare",
    "counts",
    "criteria",
    "distances",
    "distribute",
    "matrix",
    "score",
    "service_area",
    "set_threads",
    "threads",
    "town",
]
