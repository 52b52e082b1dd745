"""Which wallet a scanned code can be of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from . import _native


class Wallet(NamedTuple):
    """A wallet that a scanned code can be of."""

    __module__ = "twpos"

    name: str
    """`icash_pay`, `line_pay`, `jkopay` or `twqr`. A later version may know more."""
    providers: tuple[str, ...]
    """Those of the providers asked for that can charge it; at least one."""


def wallets_of(scanned: str, providers: Iterable[str]) -> list[Wallet]:
    """The wallets that a scanned code can be of, as far as one of `providers` can charge them: for a till with one
    scanner and several wallets. `providers` are the names of those that the till has, such as `icash`.

    It goes by the published shapes alone: one answer is no proof, and several are told as several (18 digits that begin
    with 22 are LINE Pay's or JKOPAY's), for the cashier to ask. Of a shape that is not known the answer is empty. What
    a scanner adds around a code is left out, as in a request.

    Raises InvalidRequest if the code has a character that no code has, or nothing besides what a scanner adds, or if
    there is no provider of such a name. The error never quotes the code.
    """
    return [Wallet(*wallet) for wallet in _native.wallets_of(scanned, providers)]
