"""icash for asyncio."""

from __future__ import annotations

from .. import icash
from ._operations import IcashOperations


class Client(IcashOperations):
    """The operations of `twpos.icash.Client`, awaited. What cancelling means is in `help(twpos.aio)`."""

    __slots__ = ()
    _blocking_class = icash.Client

    @property
    def blocking(self) -> icash.Client:
        """The blocking client, which may be used beside this one, for example to change keys."""
        client: icash.Client = self._blocking
        return client
