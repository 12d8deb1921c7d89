"""What is found out about an object once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - it is used like `property`
    """Like `functools.cached_property`, without the lock that one takes at each first look (Python before 3.12): for
    what is asked of objects that are made for every message."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find, self.__doc__ = find, find.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, of: None, owner: type) -> once[T]: ...
    @overload
    def __get__(self, of: object, owner: type) -> T: ...
    def __get__(self, of: object | None, owner: type) -> once[T] | T:
        if of is None:
            return self
        found = of.__dict__[self._name] = self._find(of)
        return found
