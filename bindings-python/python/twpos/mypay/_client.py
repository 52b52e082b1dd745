"""The client of MYPAY LINK."""

from __future__ import annotations

import os

from .. import _native
from .._code import Text
from .._names import named
from ._operations import Operations


class KeyChoice(Text):
    """Which of two valid keys seals a call."""

    __module__ = "twpos.mypay"

    # `key` of the configuration, or the last one given to `Client.use_key`.
    CURRENT = "current"
    # `previous_key` of the configuration, or the one that `Client.use_key` replaced.
    PREVIOUS = "previous"


class Client(Operations):
    """A till's connection to MYPAY LINK.

    Any number of threads may call one client at once. Each call is one blocking HTTP POST, never repeated.
    """

    __module__ = "twpos.mypay"
    __slots__ = ()
    _native_class = _native.MypayClient

    @named
    def __init__(
        self,
        *,
        environment: str | None = None,
        base_url: str | None = None,
        mode: str | None = None,
        uid: str | None = None,
        uid_file: str | bytes | os.PathLike[str] | None = None,
        uid_env: str | None = None,
        key: str | None = None,
        key_file: str | bytes | os.PathLike[str] | None = None,
        key_env: str | None = None,
        previous_key: str | None = None,
        previous_key_file: str | bytes | os.PathLike[str] | None = None,
        previous_key_env: str | None = None,
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
        """The settings of the `[mypay]` table, by the same names; paths are relative to the working directory.

        Exactly one of `environment` ("test" or "production") and `base_url`; `mode` is "store", "agent" or
        "client"; each key as it is, as `…_file` or as `…_env`. `timeout_seconds` is 30 unless given. Connects
        to nothing yet. Raises ConfigError, naming the setting or key that is wrong.
        """
        settings = {name: value for name, value in locals().items() if name != "self"}
        self._native = _native.MypayClient.from_settings(settings)

    def with_key(self, choice: KeyChoice) -> Client:
        """The same client, sealing with the chosen key: `client.with_key(KeyChoice.PREVIOUS).query_order(…)`.

        It shares connections and keys with this one. No call changes keys by itself: trying the other key
        would send a charge twice. Raises ConfigError if there is no previous key.
        """
        return type(self)._of(self._native.with_key(choice))

    def use_key(self, key: str) -> None:
        """Take a new key (32 characters) into use for every call that starts from now on.

        The present one becomes the previous one; calls in flight finish with the key they began with. Raises
        ConfigError of kind `key` if it is not a key; no error shows it.
        """
        self._native.use_key(key)
