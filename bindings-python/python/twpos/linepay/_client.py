"""The client of LINE Pay."""

from __future__ import annotations

from ._settings import Configured


class Client(Configured):
    """A till's connection to LINE Pay.

    Any number of threads may call one client at once. Each call is one blocking HTTP request, never repeated: a payment
    waits for at least 40 s, every other call for 20 s, as LINE Pay demands.
    """

    __module__ = "twpos.linepay"
    __slots__ = ()
