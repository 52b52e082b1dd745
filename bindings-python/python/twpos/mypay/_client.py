"""The client of MYPAY LINK."""

from __future__ import annotations

from .._code import Text
from ._settings import Configured


class KeyChoice(Text):
    """Which of two valid keys seals a call."""

    __module__ = "twpos.mypay"

    # `key` of the configuration, or the last one given to `Client.use_key`.
    CURRENT = "current"
    # `previous_key` of the configuration, or the one that `Client.use_key` replaced.
    PREVIOUS = "previous"


class Client(Configured):
    """A till's connection to MYPAY LINK.

    Any number of threads may call one client at once. Each call is one blocking HTTP POST, never repeated.
    """

    __module__ = "twpos.mypay"
    __slots__ = ()

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
