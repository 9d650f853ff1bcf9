"""Progress that looks the same in terminals and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

Step: TypeAlias = Callable[[str, int, int], None]


@contextmanager
def shown(progress: bool) -> Iterator[Step | None]:
    """Give a function that shows what is being done, or nothing where nobody wants to see it."""
    if not progress:
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=0, bar_format="{desc:<22} {bar:24} {n_fmt}/{total_fmt} {elapsed}") as bar:

        def step(what: str, done: int, of: int) -> None:
            bar.total = max(of, 1)
            bar.n = done
            bar.set_description_str(what)

        yield step
        bar.n = bar.total
        bar.set_description_str("done")
