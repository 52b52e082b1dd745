"""Wallet payments for tills in Taiwan: icash Pay, MYPAY LINK and the OMNI gateway (iPASS, icash Pay).

    import twpos

    till = twpos.icash.Client.from_config("till.toml")
    try:
        paid = till.pay(sale)
    except twpos.OutcomeUnknown:
        till.cancel(twpos.icash.CancelRequest(op_seq=sale.op_seq))

Every failure is a `twpos.Error`. Its `outcome` says what is known about the customer's money (`not_sent`,
`refused` or `unknown`) and its `reference` which transaction it is about. No error, repr or log line holds a
key, a token, a barcode or who the customer is.

Logging goes to `logging.getLogger("twpos")`: one line of level INFO for each call, with reference and outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import icash, mypay, omni
from ._errors import (
    ConfigError,
    Error,
    InvalidNotification,
    InvalidRequest,
    NotSent,
    OutcomeUnknown,
    Refused,
)
from ._kinds import ErrorKind, Outcome
from ._native import VERSION as __version__
from ._native import PrivateKey, PublicKey

if TYPE_CHECKING:
    from . import aio

__all__ = [
    "ConfigError",
    "Error",
    "ErrorKind",
    "InvalidNotification",
    "InvalidRequest",
    "NotSent",
    "Outcome",
    "OutcomeUnknown",
    "PrivateKey",
    "PublicKey",
    "Refused",
    "__version__",
    "aio",
    "icash",
    "mypay",
    "omni",
]


def __getattr__(name: str) -> object:
    # asyncio takes longer to import than all the rest, and a till without it need not wait.
    if name == "aio":
        import importlib

        return importlib.import_module("twpos.aio")
    raise AttributeError(f"module 'twpos' has no attribute {name!r}")
