"""The cluster that tiles are sent to."""

from __future__ import annotations

import logging
import pydoc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nabij._nabij import __version__
from nabij._optional import need
from nabij.errors import DistributedError, InputError

logger = logging.getLogger("nabij")


def dask() -> Any:
    """Give the module of Dask's scheduler, or say how to get it."""
    return need("distributed", "distributed", "nabij.distributed.score")


@contextmanager
def connected(client: Any) -> Iterator[Any]:
    """Give a client of the cluster that is meant; what was started here ends with it."""
    module = dask()
    if client is None:
        try:
            client = module.default_client()
        except ValueError:
            with (
                # The usual port of its page may be taken.
                module.LocalCluster(threads_per_worker=1, dashboard_address=":0") as cluster,
                module.Client(cluster, set_as_default=False) as own,
            ):
                yield own
            return
    if isinstance(client, str):
        with module.Client(client, set_as_default=False) as own:
            yield own
        return
    if not isinstance(client, module.Client):
        raise InputError(f"client: a distributed.Client or an address, not {client!r}")
    if client.asynchronous:
        raise InputError("client: it is asynchronous; use one that waits")
    yield client


def check_versions(client: Any) -> None:
    """Refuse workers whose nabij is another one, or missing: tiles are of one version."""
    # A function that is there without nabij too.
    found = client.run(pydoc.locate, "nabij.__version__", on_error="return")
    if not found:
        logger.warning("no workers at %s yet: waiting for them", client.scheduler.address)
    other = {address: own for address, own in sorted(found.items()) if own != __version__}
    if other:
        each = "; ".join(f"{address} has {own or 'none'}" for address, own in other.items())
        raise DistributedError(
            f"the driver has nabij {__version__}, and {each}: install one version everywhere"
        )
