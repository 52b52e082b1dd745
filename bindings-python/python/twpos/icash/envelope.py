"""The envelope of icash Pay by itself: for diagnosis and for tests. A payment needs nothing of this."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from .. import _native
from .._native import AesCredential, PrivateKey, PublicKey


class Sealed(NamedTuple):
    """A sealed request: the one body field, the signature, and the body to post."""

    enc_data: str
    """`EncData`: base64 of the AES-256-CBC ciphertext."""
    signature: str
    """`X-iCP-Signature`: base64 RSA signature over the text of `EncData`."""
    form_body: str
    """The body to post, percent-encoded."""


class Opened(NamedTuple):
    """An authentic reply, decrypted."""

    rtn_code: Any
    """`RtnCode`, as it came: a number or text."""
    rtn_msg: str
    """`RtnMsg`."""
    message: dict[str, Any]
    """The JSON object inside `EncData`. Private to the customer: do not log it. The repr does not show it."""

    def __repr__(self) -> str:
        return f"Opened(rtn_code={self.rtn_code!r}, rtn_msg={self.rtn_msg!r}, message=[redacted])"


def seal(plaintext: str, credential: AesCredential, signer: PrivateKey) -> Sealed:
    """Encrypt `plaintext` and sign the result."""
    return Sealed(*_native.icash_seal(plaintext, credential, signer))


def open(body: bytes, signature: str | None, credential: AesCredential, verifier: PublicKey) -> Opened:
    """Verify `signature` over the body exactly as received, then parse, then decrypt.

    Raises OutcomeUnknown of kind `signature`, `malformed` or `decrypt`.
    """
    rtn_code, rtn_msg, message = _native.icash_open(body, signature, credential, verifier)
    return Opened(json.loads(rtn_code), rtn_msg, json.loads(message))
