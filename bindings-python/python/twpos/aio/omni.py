"""omni for asyncio."""

from __future__ import annotations

from .. import omni
from ._operations import OmniOperations


class Client(OmniOperations):
    """The operations of `twpos.omni.Client`, awaited. What cancelling means is in `help(twpos.aio)`."""

    __slots__ = ()
    _blocking_class = omni.Client

    @property
    def blocking(self) -> omni.Client:
        """The blocking client, which may be used beside this one, for example to change keys."""
        client: omni.Client = self._blocking
        return client
