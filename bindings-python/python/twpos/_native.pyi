"""The native half. Private: the package's public modules show what is meant to be used."""

import os
import pathlib
from collections.abc import Callable, Iterable
from typing import Any, final

__all__ = [
    "VERSION",
    "AesCredential",
    "Client",
    "Credentials",
    "Fields",
    "KeyExchange",
    "MessageBase",
    "PrivateKey",
    "PublicKey",
    "ask",
    "icash_open",
    "icash_seal",
    "may_be_a_name",
    "mypay_decrypt",
    "mypay_encrypt",
    "mypay_form_body",
    "mypay_seal",
    "parse_notification",
    "reference",
    "verify_notification",
    "wallets_of",
]

VERSION: str

@final
class PrivateKey:
    """An RSA private key, parsed once and ready to sign.

    Its repr shows the fingerprint of the public half only, and it cannot be pickled.
    """

    @staticmethod
    def from_text(text: str) -> PrivateKey:
        """Read a key by its content: PEM or bare base64, PKCS#1 or PKCS#8, under any label, with or without
        line breaks. Raises ConfigError of kind `key`, saying what the text is instead, or that the key has
        fewer than 2048 bits.
        """
    @staticmethod
    def generate() -> PrivateKey:
        """Make a new 2048-bit key from the operating system's randomness. Takes up to a second or so."""
    @property
    def public_key(self) -> PublicKey:
        """The public half, to be handed to icash Pay."""
    def to_pem(self) -> str:
        """The key as unencrypted PKCS#8 PEM. Write it only to a file that its owner alone can read."""

@final
class PublicKey:
    """An RSA public key, parsed once and ready to verify."""

    @staticmethod
    def from_text(text: str) -> PublicKey:
        """Read a key by its content: PEM or bare base64, SPKI or PKCS#1, under any label, with or without line
        breaks. Raises ConfigError of kind `key`, saying what the text is instead, or that the key has fewer
        than 2048 bits.
        """
    @property
    def bits(self) -> int:
        """The key's size in bits."""
    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the SPKI form in hexadecimal, to compare two keys by eye."""
    @property
    def modulus(self) -> bytes:
        """The modulus as big-endian bytes."""
    def verify(self, data: bytes, signature: str) -> bool:
        """Whether `signature` (base64) is this key's RSASSA-PKCS1-v1_5 SHA-256 signature of `data`."""
    def to_pem(self) -> str:
        """The key as SPKI PEM."""
    def to_base64(self) -> str:
        """The key as one line of base64 SPKI, the form that the key exchange carries."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...

@final
class AesCredential:
    """One AES credential of icash Pay: key id, key and vector. The three belong together and rotate together."""

    def __new__(cls, *, enc_key_id: str, aes_key: str, aes_iv: str) -> AesCredential:
        """Take the three values as issued: `enc_key_id` a decimal number as text, `aes_key` 32 and `aes_iv` 16
        ASCII characters. Raises ConfigError; no error shows a value.
        """
    @property
    def enc_key_id(self) -> str:
        """The key id, which names this credential to icash Pay. Not a secret."""

@final
class Credentials:
    """A merchant's complete key material for icash Pay, as a key exchange produces it. Save it at once."""

    @property
    def merchant_private_key(self) -> PrivateKey:
        """The merchant's RSA private key, which signs requests."""
    @property
    def icash_public_key(self) -> PublicKey:
        """icash Pay's RSA public key, which verifies replies."""
    @property
    def aes(self) -> AesCredential:
        """The AES credential that encrypts in both directions."""
    def save(
        self,
        directory: str | bytes | os.PathLike[str],
        *,
        base_url: str,
        ca_file: str | bytes | os.PathLike[str] | None = None,
    ) -> pathlib.Path:
        """Write `merchant_private_key.pem`, `icash_public_key.pem` and `till.toml` into `directory` (made if
        missing), each readable by its owner only, and return the path of `till.toml`, which
        `Client.from_config` loads as it is.

        `base_url` is the payment host, and `ca_file` the path of an extra CA, relative to `directory`. A key
        is never overwritten by another. Raises ConfigError naming the file that cannot be written or that
        holds another key.
        """

@final
class Fields:
    def __new__(
        cls,
        message: str,
        names: tuple[str, ...],
        defaults: dict[str, Any],
        copied: dict[str, Callable[[Any], Any]],
    ) -> Fields: ...

class MessageBase:
    def __init__(self, **fields: Any) -> None: ...

@final
class Client:
    @staticmethod
    def from_file(provider: str, path: str | bytes | os.PathLike[str]) -> Client: ...
    @staticmethod
    def from_toml(provider: str, text: str, directory: str | bytes | os.PathLike[str]) -> Client: ...
    @staticmethod
    def from_settings(provider: str, settings: dict[str, Any]) -> Client: ...
    def call(self, operation: str, request: Any) -> Any: ...
    def close(self) -> None: ...
    def use_credential(self, credential: AesCredential) -> None: ...
    def enc_key_id(self) -> str: ...
    def with_key(self, choice: str) -> Client: ...
    def use_key(self, key: str) -> None: ...

@final
class KeyExchange:
    @staticmethod
    def from_settings(settings: dict[str, Any]) -> KeyExchange: ...
    def run(self) -> Credentials: ...

def ask(question: str, code: str) -> Any: ...
def reference(request: Any) -> str | None: ...
def may_be_a_name(name: str) -> bool: ...
def wallets_of(scanned: str, providers: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]: ...
def parse_notification(body: bytes | str) -> Any: ...
def verify_notification(notification: Any, expected: Any) -> None: ...
def icash_seal(plaintext: str, credential: AesCredential, signer: PrivateKey) -> tuple[str, str, str]: ...
def icash_open(
    body: bytes, signature: str | None, credential: AesCredential, verifier: PublicKey
) -> tuple[str, str, str]: ...
def mypay_seal(cmd: str, message: str, key: str) -> tuple[str, str]: ...
def mypay_encrypt(plaintext: str, key: str, iv: bytes | None) -> str: ...
def mypay_decrypt(text: str, key: str) -> str | None: ...
def mypay_form_body(mode: str, uid: str, service: str, encry_data: str) -> str: ...
