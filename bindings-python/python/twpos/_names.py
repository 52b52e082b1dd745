"""Keyword arguments by a name that nobody knows. Python would quote it, and it may be a code or a key."""

from __future__ import annotations

from functools import wraps

from ._native import may_be_a_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., None])


def shown(name: str) -> str:
    """The name, or what stands for one that may be a secret."""
    return name if may_be_a_name(name) else "[redacted]"


def named(init: Function) -> Function:
    """The same `__init__`, which quotes no unknown argument's name that may be a secret."""
    code = init.__code__
    known = frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])

    @wraps(init)
    def checked(self: Any, *arguments: Any, **fields: Any) -> None:
        for name in fields:
            if name not in known:
                where = f"{type(self).__qualname__}.__init__() got an unexpected keyword argument"
                hidden = "; its name is not shown, since it might be a code or a key"
                raise TypeError(f"{where} '{name}'" if may_be_a_name(name) else where + hidden)
        init(self, *arguments, **fields)

    return checked  # type: ignore[return-value]
