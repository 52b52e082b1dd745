"""The client of the OMNI gateway."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .. import _native
from .._names import named
from ._operations import Operations


class Client(Operations):
    """A till's connection to the OMNI gateway.

    Any number of threads may call one client at once, and they share its connections and its token. Each call
    is one blocking HTTP request. After an answer of 401 the token is renewed once, and the call goes out once more
    under the same order number; a refund does not, since it has no number that the gateway would know again.
    """

    __module__ = "twpos.omni"
    __slots__ = ()
    _native_class = _native.OmniClient

    @named
    def __init__(
        self,
        *,
        base_url: str | None = None,
        token: str | None = None,
        token_file: str | bytes | os.PathLike[str] | None = None,
        token_env: str | None = None,
        token_url: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        client_secret_file: str | bytes | os.PathLike[str] | None = None,
        client_secret_env: str | None = None,
        store_id: str | None = None,
        platform_id: str | None = None,
        merchant_id: str | None = None,
        ipass_merchantid: str | None = None,
        ipass_key: str | None = None,
        ipass_key_file: str | bytes | os.PathLike[str] | None = None,
        ipass_key_env: str | None = None,
        is_test: bool | None = None,
        ipass_refusal_codes: Sequence[str] | None = None,
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
        """The settings of the `[omni]` table, by the same names; paths are relative to the working directory.

        Either `token`, or `token_url` with `client_id` and `client_secret`; either `store_id`, or your own
        payment parameters; each secret as it is, as `…_file` or as `…_env`. `timeout_seconds` is 30 unless
        given. Connects to nothing yet. Raises ConfigError, naming the setting that is wrong.
        """
        settings = {name: value for name, value in locals().items() if name != "self"}
        self._native = _native.OmniClient.from_settings(settings)
