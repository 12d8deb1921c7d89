"""When Python looks for circles of objects that nothing outside refers to."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """For making much that holds no circle: the collector would look through all there is again and again (a tenth of
    the time at 10,000 names)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
