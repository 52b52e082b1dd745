"""What the blocking clients of all providers have in common."""

from __future__ import annotations

import os

from ._native import Client as NativeClient

TYPE_CHECKING = False  # typing's own takes longer to import than this package
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, NoReturn, TypeVar

    Self = TypeVar("Self", bound="BlockingClient")


class BlockingClient:
    """A till's connection to one provider.

    Any number of threads may call one client at once: it is cheap to share, keeps its connections alive, and
    releases the interpreter lock while it works. A child of `os.fork` may go on with it, and has connections of its
    own. It cannot be pickled, since it holds keys.
    """

    __slots__ = ("_native",)
    _provider: str
    _native: Any

    @classmethod
    def from_config(cls: type[Self], path: str | bytes | os.PathLike[str]) -> Self:
        """A client for its provider's table of a TOML file. Connects to nothing yet.

        Raises ConfigError, naming the setting or key that is wrong.
        """
        return cls._of(NativeClient.from_file(cls._provider, path))

    @classmethod
    def from_toml(cls: type[Self], text: str, directory: str | bytes | os.PathLike[str] = ".") -> Self:
        """A client for its provider's table of TOML text; paths in it are relative to `directory`.

        Raises ConfigError, naming the setting or key that is wrong.
        """
        return cls._of(NativeClient.from_toml(cls._provider, text, directory))

    @classmethod
    def _of(cls: type[Self], native: Any) -> Self:
        client = cls.__new__(cls)
        client._native = native
        return client

    def close(self) -> None:
        """Drop keys and connections. Calls in flight end as they would have; further ones raise ConfigError."""
        self._native.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections, so it cannot be pickled or copied")
