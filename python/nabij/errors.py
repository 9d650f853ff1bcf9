"""What can go wrong."""


class NabijError(Exception):
    """Anything that nabij cannot do."""


class InputError(NabijError, ValueError):
    """Inputs are wrong: the message names table, row and column, and what to do."""


class NormError(NabijError, ValueError):
    """A norm set is wrong: the message names the norm and the reason."""


class NetworkError(NabijError, ValueError):
    """The streets make no network."""


class DistributedError(NabijError):
    """Some tiles of a study could not be scored; all others are kept for the next call.

    Parameters
    ----------
    message : str
        What failed, and what to do.
    failed : dict, optional
        By the number of a tile the error that ended it.

    Attributes
    ----------
    failed : dict
        The same; empty where no tile is to blame.
    """

    def __init__(self, message: str, failed: dict[int, BaseException] | None = None):
        super().__init__(message)
        self.failed = failed or {}
