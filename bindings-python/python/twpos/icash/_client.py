"""The client of icash Pay, and the key exchange."""

from __future__ import annotations

from .. import _native
from .._connection import Connected
from .._native import AesCredential, Credentials
from ._settings import Configured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Client(Configured):
    """A till's connection to icash Pay.

    Any number of threads may call one client at once. Each call is one blocking HTTP POST, never repeated.
    """

    __module__ = "twpos.icash"
    __slots__ = ()

    def use_credential(self, credential: AesCredential) -> None:
        """Take a new AES credential into use for every call that starts from now on.

        Calls in flight finish on the credential they began with, and earlier credentials stay known for
        replies that name them. A credential with a known id replaces the earlier one.
        """
        self._native.use_credential(credential)

    @property
    def enc_key_id(self) -> str:
        """The EncKeyID that new calls are sealed with."""
        return str(self._native.enc_key_id())


class KeyExchange(Connected):
    """Exchanges keys with icash Pay. Moves no money: after a failure it may simply be run again.

    `base_url` is the member host that icash Pay named, which may differ from the payment host.
    """

    __module__ = "twpos.icash"
    __slots__ = ()
    _native_class = _native.KeyExchange

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key exchange holds connections, so it cannot be pickled or copied")

    def run(self) -> Credentials:
        """Make a new merchant key, exchange public keys and fetch an AES credential.

        `Credentials.save` the result at once: icash Pay now expects these keys. Raises an `Error` of any
        transport kind; of kind `signature`, `decrypt` or `malformed` if a reply is not icash Pay's; of kind
        `declined` with icash Pay's code if it refuses.
        """
        credentials: Credentials = self._native.run()
        return credentials
