#!/usr/bin/env python3
"""Make conformance/vectors/mypay.json, without any of our Rust code.

    target/python/bin/python conformance/make_vectors/make_mypay_vectors.py          # write the file
    target/python/bin/python conformance/make_vectors/make_mypay_vectors.py --check  # exit 1 if it would differ

Keys and vectors (IVs) are made once and kept in the file, so a re-run gives the same bytes. Delete the
file for new ones. Each text is decrypted here once more before it is written.
"""

import base64
import json
import pathlib
import secrets
import string
import sys
from urllib.parse import quote_plus

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from mypay_messages import DOCUMENT, OURS, compact, reply_cases

OUT = pathlib.Path(__file__).parents[1] / "vectors" / "mypay.json"
ABOUT = ("MYPAY LINK golden bytes, made by conformance/make_vectors/make_mypay_vectors.py. "
         "Every key is a test key made for this file; the replies under \"document\" are document 003's.")
ORDER = {"store_uid": "289151880002", "user_id": "userid", "cost": 900, "order_id": "1234567890",
         "items": [{"id": "1", "name": "好棒棒麻辣鍋湯包", "cost": "1000", "amount": "1", "total": "1000"}]}


def new_keys():
    """Everything random in the file is made here, once."""
    letters = string.ascii_letters + string.digits
    keys = {name: "".join(secrets.choice(letters) for _ in range(32))
            for name in ("key", "previous_key", "foreign_key")}
    keys["agent_uid"], keys["store_uid"] = "518169081001", "289151880002"
    keys["ivs"] = [secrets.token_hex(16) for _ in range(16)]
    return keys


class Envelope:
    def __init__(self, keys):
        self.keys = keys

    def cipher(self, iv, key="key"):
        return Cipher(algorithms.AES(self.keys[key].encode()), modes.CBC(iv))

    def blocks(self, iv, data, key="key"):
        """Without padding: `data` is whole blocks."""
        encryptor = self.cipher(iv, key).encryptor()
        return encryptor.update(data) + encryptor.finalize()

    def encrypt(self, iv, plaintext, key="key"):
        data = plaintext.encode() if isinstance(plaintext, str) else plaintext
        padder = PKCS7(128).padder()
        data = padder.update(data) + padder.finalize()
        return base64.b64encode(iv + self.blocks(iv, data, key)).decode()

    def decrypt(self, text):
        """What MYPAY does; None for every failure."""
        try:
            data = base64.b64decode(text, validate=True)
            decryptor = self.cipher(data[:16]).decryptor()
            padded = decryptor.update(data[16:]) + decryptor.finalize()
            unpadder = PKCS7(128).unpadder()
            return (unpadder.update(padded) + unpadder.finalize()).decode()
        except ValueError:
            return None


def object_of_length(length):
    return '{"a":"' + "x" * (length - 8) + '"}'


def seal_vectors(envelope, ivs):
    cases = [
        ("an order", compact(ORDER), "api/orders"),
        ("ASCII", compact({"uid": "95217", "key": OURS["key"]}), "api/queryorder"),
        ("empty object", "{}", "api/refund"),
        ("Chinese", compact({"name": "臺北市「龍門」𠮷野家"}), "api/transaction"),
        ("15 bytes", object_of_length(15), "api/orders"),
        ("16 bytes", object_of_length(16), "api/orders"),
        ("17 bytes", object_of_length(17), "api/orders"),
        ("4096 bytes", object_of_length(4096), "api/orders"),
    ]
    for name, plaintext, cmd in cases:
        service_iv, data_iv = next(ivs), next(ivs)
        service = envelope.encrypt(service_iv, compact({"service_name": "api", "cmd": cmd}))
        data = envelope.encrypt(data_iv, plaintext)
        assert envelope.decrypt(data) == plaintext
        uid = envelope.keys["agent_uid"]
        yield {"name": name, "cmd": cmd, "plaintext": plaintext, "service_iv": service_iv.hex(),
               "data_iv": data_iv.hex(), "service": service, "encry_data": data,
               "form_body": f"agent_uid={uid}&service={quote_plus(service)}&encry_data={quote_plus(data)}"}


def open_vectors(envelope, iv):
    text = envelope.encrypt(iv, compact(ORDER))
    data = base64.b64decode(text)

    def padded_wrongly(last_block):
        return base64.b64encode(iv + envelope.blocks(iv, last_block)).decode()

    cases = [
        ("good", text), ("empty", ""), ("not base64", "見晴"), ("without = padding", text.rstrip("=")),
        ("trailing newline", text + "\n"), ("only the IV", base64.b64encode(iv).decode()),
        ("15 bytes", base64.b64encode(iv[:15]).decode()), ("without its IV", base64.b64encode(data[16:]).decode()),
        ("last byte missing", base64.b64encode(data[:-1]).decode()),
        ("last block missing", base64.b64encode(data[:-16]).decode()),
        ("padding byte 0", padded_wrongly(b'{"uid":"1"}    \x00')),
        ("padding byte 17", padded_wrongly(b'{"uid":"1"}    \x11')),
        ("padding bytes unequal", padded_wrongly(b'{"uid":"1"}  \x03\x02\x03')),
        ("not UTF-8", envelope.encrypt(iv, "見晴".encode("big5"))),
        ("another key", envelope.encrypt(iv, compact(ORDER), "foreign_key")),
    ]
    for name, case in cases:
        yield {"name": name, "text": case, "plaintext": envelope.decrypt(case)}


def reply_vectors():
    for operation, status, name, body, expect in reply_cases():
        body = body if isinstance(body, str) else compact(body)
        yield {"name": f"{operation}: {name}", "operation": operation, "http_status": status,
               "body": body, "expect": expect}


def main():
    old = OUT.read_text(encoding="utf-8") if OUT.exists() else None
    keys = json.loads(old)["keys"] if old else new_keys()
    envelope, ivs = Envelope(keys), (bytes.fromhex(iv) for iv in keys["ivs"])
    vectors = {"about": ABOUT, "keys": keys, "ours": OURS}
    vectors["seal"] = list(seal_vectors(envelope, ivs))
    vectors["open"] = list(open_vectors(envelope, bytes.fromhex(keys["ivs"][0])))
    vectors["document"] = DOCUMENT
    vectors["replies"] = list(reply_vectors())
    for group in ("seal", "open", "replies"):
        names = [case["name"] for case in vectors[group]]
        assert len(names) == len(set(names)), f"a name occurs twice in {group}"
    # The byte order mark is invisible when written as itself.
    text = json.dumps(vectors, ensure_ascii=False, indent=1).replace("\ufeff", r"\ufeff") + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if text == old else f"{OUT.name} differs from what this script makes")
    OUT.write_text(text, encoding="utf-8")
    print(", ".join(f"{group} {len(vectors[group])}" for group in ("seal", "open", "replies")))


if __name__ == "__main__":
    main()
