"""The envelope of MYPAY LINK by itself: for diagnosis and for tests. A payment needs nothing of this."""

from __future__ import annotations

from typing import NamedTuple

from .. import _native


class Sealed(NamedTuple):
    """A sealed request: the two encrypted fields of the body."""

    service: str
    """`service`: which operation it is, encrypted."""
    encry_data: str
    """`encry_data`: the message, encrypted."""

    def form_body(self, mode: str, uid: str) -> str:
        """The body to post: `uid` under the name that `mode` has for it, then the two fields."""
        return _native.mypay_form_body(mode, uid, self.service, self.encry_data)


def seal(cmd: str, message: str, key: str) -> Sealed:
    """Encrypt the name of the operation (such as `api/orders`) and its message, each under a fresh vector."""
    return Sealed(*_native.mypay_seal(cmd, message, key))


def encrypt(plaintext: str, key: str, iv: bytes | None = None) -> str:
    """The base64 of vector and ciphertext. Use a vector of 16 bytes once; unset takes a fresh random one."""
    return _native.mypay_encrypt(plaintext, key, iv)


def decrypt(text: str, key: str) -> str | None:
    """The reverse of `encrypt`, as MYPAY itself does it; `None` for every failure alike."""
    return _native.mypay_decrypt(text, key)
