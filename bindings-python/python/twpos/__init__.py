"""Wallet payments for tills in Taiwan: icash Pay, LINE Pay, MYPAY LINK and the OMNI gateway (iPASS,
icash Pay).

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

TYPE_CHECKING = False  # typing's own takes longer to import than this package
if TYPE_CHECKING:
    from . import aio, icash, linepay, mypay, omni
    from ._wallets import Wallet, wallets_of
else:

    def __getattr__(name):
        # A till need not wait for the providers that it does not use, nor for asyncio.
        if name in ("aio", "icash", "linepay", "mypay", "omni"):
            from importlib import import_module

            return import_module(f"twpos.{name}")
        if name in ("Wallet", "wallets_of"):
            from . import _wallets

            return getattr(_wallets, name)
        raise AttributeError(f"module 'twpos' has no attribute {name!r}")

    def __dir__():
        return sorted({*globals(), *__all__})


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
    "Wallet",
    "__version__",
    "aio",
    "icash",
    "linepay",
    "mypay",
    "omni",
    "wallets_of",
]
