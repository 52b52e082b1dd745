"""The client of the OMNI gateway."""

from __future__ import annotations

from ._settings import Configured


class Client(Configured):
    """A till's connection to the OMNI gateway.

    Any number of threads may call one client at once, and they share its connections and its token. Each call
    is one blocking HTTP request. After an answer of 401 the token is renewed once, and the call goes out once more
    under the same order number; a refund does not, since it has no number that the gateway would know again.
    """

    __module__ = "twpos.omni"
    __slots__ = ()
