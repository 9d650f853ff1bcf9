"""What can go wrong."""


class NabijError(Exception):
    """Anything that nabij cannot do."""


class InputError(NabijError, ValueError):
    """Inputs are wrong: the message names table, row and column, and what to do."""


class NormError(NabijError, ValueError):
    """A norm set is wrong: the message names the norm and the reason."""


class NetworkError(NabijError, ValueError):
    """The streets make no network."""
