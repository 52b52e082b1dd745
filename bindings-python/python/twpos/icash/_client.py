"""The client of icash Pay, and the key exchange."""

from __future__ import annotations

import os

from .. import _native
from .._names import named
from .._native import AesCredential, Credentials
from ._operations import Operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Client(Operations):
    """A till's connection to icash Pay.

    Any number of threads may call one client at once. Each call is one blocking HTTP POST, never repeated.
    """

    __module__ = "twpos.icash"
    __slots__ = ()
    _native_class = _native.IcashClient

    @named
    def __init__(
        self,
        *,
        environment: str | None = None,
        base_url: str | None = None,
        merchant_private_key: str | None = None,
        merchant_private_key_file: str | bytes | os.PathLike[str] | None = None,
        merchant_private_key_env: str | None = None,
        icash_public_key: str | None = None,
        icash_public_key_file: str | bytes | os.PathLike[str] | None = None,
        icash_public_key_env: str | None = None,
        enc_key_id: str | None = None,
        enc_key_id_file: str | bytes | os.PathLike[str] | None = None,
        enc_key_id_env: str | None = None,
        aes_key: str | None = None,
        aes_key_file: str | bytes | os.PathLike[str] | None = None,
        aes_key_env: str | None = None,
        aes_iv: str | None = None,
        aes_iv_file: str | bytes | os.PathLike[str] | None = None,
        aes_iv_env: str | None = None,
        corp_id: str | None = None,
        timeout_seconds: float | None = None,
        connect_timeout_seconds: float | None = None,
        ca_file: str | bytes | os.PathLike[str] | None = None,
        roots: str | None = None,
        proxy: str | None = None,
        proxy_credentials: str | None = None,
        proxy_credentials_file: str | bytes | os.PathLike[str] | None = None,
        proxy_credentials_env: str | None = None,
        user_agent: str | None = None,
    ) -> None:
        """The settings of the `[icash]` table, by the same names; paths are relative to the working directory.

        Exactly one of `environment` ("stage" or "production") and `base_url`; each key as it is, as `…_file`
        or as `…_env`. `timeout_seconds` is 30 unless given, and at least 10; `corp_id` is 22555003 unless
        given. Connects to nothing yet. Raises ConfigError, naming the setting or key that is wrong.
        """
        settings = {name: value for name, value in locals().items() if name != "self"}
        self._native = _native.IcashClient.from_settings(settings)

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


class KeyExchange:
    """Exchanges keys with icash Pay. Moves no money: after a failure it may simply be run again."""

    __module__ = "twpos.icash"
    __slots__ = ("_native",)

    @named
    def __init__(
        self,
        base_url: str,
        *,
        timeout_seconds: float | None = None,
        connect_timeout_seconds: float | None = None,
        ca_file: str | bytes | os.PathLike[str] | None = None,
        roots: str | None = None,
        proxy: str | None = None,
        proxy_credentials: str | None = None,
        proxy_credentials_file: str | bytes | os.PathLike[str] | None = None,
        proxy_credentials_env: str | None = None,
        user_agent: str | None = None,
    ) -> None:
        """For the member host that icash Pay named, which may differ from the payment host.

        The other settings are a client's. Connects to nothing yet. Raises ConfigError, naming the setting that is
        wrong.
        """
        settings = {name: value for name, value in locals().items() if name != "self"}
        self._native = _native.KeyExchange.from_settings(settings)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key exchange holds connections, so it cannot be pickled or copied")

    def run(self) -> Credentials:
        """Make a new merchant key, exchange public keys and fetch an AES credential.

        `Credentials.save` the result at once: icash Pay now expects these keys. Raises an `Error` of any
        transport kind; of kind `signature`, `decrypt` or `malformed` if a reply is not icash Pay's; of kind
        `declined` with icash Pay's code if it refuses.
        """
        return self._native.run()
