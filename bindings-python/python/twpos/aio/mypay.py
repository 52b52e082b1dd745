"""mypay for asyncio."""

from __future__ import annotations

from .. import mypay
from ._operations import MypayOperations


class Client(MypayOperations):
    """The operations of `twpos.mypay.Client`, awaited. What cancelling means is in `help(twpos.aio)`."""

    __slots__ = ()
    _blocking_class = mypay.Client

    @property
    def blocking(self) -> mypay.Client:
        """The blocking client, which may be used beside this one, for example to change keys."""
        client: mypay.Client = self._blocking
        return client

    def with_key(self, choice: mypay.KeyChoice) -> Client:
        """The same client, sealing with the chosen key. It shares threads, connections and keys with this one.

        Close either of them, not both. Raises ConfigError if there is no previous key.
        """
        other = Client.__new__(Client)
        other._blocking = self._blocking.with_key(choice)
        other._on_abandoned = self._on_abandoned
        other._pool = self._pool
        return other
