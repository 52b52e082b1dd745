"""linepay for asyncio."""

from __future__ import annotations

from .. import linepay
from ._operations import LinepayOperations


class Client(LinepayOperations):
    """The operations of `twpos.linepay.Client`, awaited. What cancelling means is in `help(twpos.aio)`."""

    __slots__ = ()
    _blocking_class = linepay.Client

    @property
    def blocking(self) -> linepay.Client:
        """The blocking client, which may be used beside this one, for example to change keys."""
        client: linepay.Client = self._blocking
        return client
