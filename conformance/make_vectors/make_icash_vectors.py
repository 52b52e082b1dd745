#!/usr/bin/env python3
"""Make conformance/vectors/icash.json, without any of our Rust code.

    make vectors                                         # write this file and MYPAY's
    python3 conformance/make_vectors/make_icash_vectors.py --check    # exit 1 if it would differ

The keys are made once and kept in the file; AES-CBC with a fixed IV and RSA PKCS#1 v1.5
signatures have no randomness, so a re-run gives the same bytes. Delete the file for new keys.

Each "open" vector is opened here once more before it is written. check_with_openssl.py looks at
the written file with the openssl command line instead of Python's library.
"""

import base64
import json
import pathlib
import secrets
import string
import sys
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.padding import PKCS7

from icash_key_texts import b64, key_text_vectors, private_bytes
from icash_messages import AMOUNTS, OURS, PAID, PAY, compact, reply_cases

OUT = pathlib.Path(__file__).parents[1] / "vectors" / "icash.json"
ABOUT = ("icash Pay SET golden bytes, made by conformance/make_vectors/make_icash_vectors.py. "
         "Every key is a test key made for this file.")


# ---- keys ---------------------------------------------------------------------------------------


def new_keys():
    """Everything random in the file is made here, once."""
    pem, pkcs8 = ser.Encoding.PEM, ser.PrivateFormat.PKCS8
    keys, pairs = {}, {}
    for name, bits in [("merchant", 2048), ("icash", 2048), ("foreign", 2048), ("small", 1024)]:
        key = pairs[name] = rsa.generate_private_key(65537, bits)
        keys[f"{name}_private_key"] = private_bytes(key, pem, pkcs8).decode()
        keys[f"{name}_public_key"] = key.public_key().public_bytes(
            pem, ser.PublicFormat.SubjectPublicKeyInfo).decode()
    keys["ec_private_key"] = private_bytes(
        ec.generate_private_key(ec.SECP256R1()), pem, pkcs8).decode()
    # The salts of encrypted keys are random, so these texts are kept as they are.
    lock = ser.BestAvailableEncryption(b"password")
    keys["encrypted_pkcs8"] = private_bytes(pairs["merchant"], pem, pkcs8, lock).decode()
    keys["encrypted_pkcs1"] = private_bytes(
        pairs["merchant"], pem, ser.PrivateFormat.TraditionalOpenSSL, lock).decode()
    letters = string.ascii_letters + string.digits
    keys["aes_key"] = "".join(secrets.choice(letters) for _ in range(32))
    keys["aes_iv"] = "".join(secrets.choice(letters) for _ in range(16))
    keys["enc_key_id"] = "186140"
    return keys


# ---- the envelope -------------------------------------------------------------------------------


class Envelope:
    def __init__(self, keys):
        self.aes_key = keys["aes_key"].encode()
        self.aes_iv = keys["aes_iv"].encode()
        self.private = {name: ser.load_pem_private_key(keys[f"{name}_private_key"].encode(), None)
                        for name in ("merchant", "icash", "foreign")}

    def cipher(self, key=None):
        return Cipher(algorithms.AES(key or self.aes_key), modes.CBC(self.aes_iv))

    def encrypt_blocks(self, data, key=None):
        """Without padding: `data` is whole blocks."""
        encryptor = self.cipher(key).encryptor()
        return encryptor.update(data) + encryptor.finalize()

    def decrypt_blocks(self, data):
        decryptor = self.cipher().decryptor()
        return decryptor.update(data) + decryptor.finalize()

    def encrypt(self, plaintext, key=None):
        data = plaintext.encode() if isinstance(plaintext, str) else plaintext
        pad = 16 - len(data) % 16
        return b64(self.encrypt_blocks(data + bytes([pad]) * pad, key))

    def sign(self, text, by="icash", digest=SHA256()):
        return b64(self.private[by].sign(text.encode(), padding.PKCS1v15(), digest))

    def open(self, body, signature):
        """What a receiver does, in its order. Returns the "expect" object."""
        try:
            self.private["icash"].public_key().verify(
                base64.b64decode(signature, validate=True), body.encode(),
                padding.PKCS1v15(), SHA256())
        except (TypeError, ValueError, InvalidSignature):
            return {"error": "signature"}
        try:
            enc_data = json.loads(body)["EncData"]
        except (TypeError, ValueError, KeyError):
            return {"error": "malformed"}
        if not isinstance(enc_data, str):
            return {"error": "malformed"}
        try:
            padded = self.decrypt_blocks(base64.b64decode(enc_data, validate=True))
            unpadder = PKCS7(128).unpadder()
            plaintext = (unpadder.update(padded) + unpadder.finalize()).decode()
            is_object = isinstance(json.loads(plaintext), dict)
        except ValueError:  # base64, block length, padding, UTF-8 and JSON errors alike
            is_object = False
        return {"plaintext": plaintext} if is_object else {"error": "decrypt"}


def reply_body(enc_data, rtn_code=1, rtn_msg="成功"):
    return compact({"EncData": enc_data, "RtnCode": rtn_code, "RtnMsg": rtn_msg})


# ---- seal ---------------------------------------------------------------------------------------

ITEM_REMARK = "滿額贈點活動：單筆消費滿三十六元即可參加，每人限一次。"


def object_of_length(length):
    return compact({"Remark": "x" * (length - len(compact({"Remark": ""})))})


def text_with_plus_and_slash(envelope):
    """The first short plaintext whose EncData holds all of + / =."""
    texts = (compact({"OPSeq": f"{n:08}"}) for n in range(10_000))
    return next(text for text in texts if set("+/=") <= set(envelope.encrypt(text)))


def seal_vectors(envelope):
    items = [{"ItemName": f"PROMO-{n:03}", "Quantity": "1", "Remark": ITEM_REMARK + "x" * 40}
             for n in range(1, 62)]
    cases = [
        ("ASCII", compact({"OPSeq": OURS, "CorpID": "22555003"})),
        ("empty object", "{}"),
        ("Chinese store names",
         compact({"StoreName": "見晴門市", "Remark": "臺北市「龍門」𠮷野家"})),
        ("plaintext of 15 bytes", object_of_length(15)),
        ("plaintext of 16 bytes", object_of_length(16)),
        ("plaintext of 17 bytes", object_of_length(17)),
        ("plaintext of 256 bytes", object_of_length(256)),
        ("base64 with + / and =", text_with_plus_and_slash(envelope)),
        ("full ICPOS001 request", compact(PAY)),
        ("61 ItemList entries", compact({**PAY, "ItemList": items})),
    ]
    for name, plaintext in cases:
        enc_data = envelope.encrypt(plaintext)
        yield {"name": name, "plaintext": plaintext, "enc_data": enc_data,
               "signature": envelope.sign(enc_data, by="merchant"),
               "form_body": "EncData=" + quote(enc_data, safe="")}


# ---- open ---------------------------------------------------------------------------------------


def sealed_under(envelope, wrong_key, lucky):
    """EncData made with another AES key. `lucky`: under the right key its last block ends in valid
    padding all the same, as happens once in 256 times, so that only the text is garbage."""
    for n in range(100_000):
        enc_data = envelope.encrypt(compact({"OPSeq": f"{n:08}"}), wrong_key)
        last = envelope.decrypt_blocks(base64.b64decode(enc_data))[-1]
        if (last == 1) if lucky else (last > 16):
            return enc_data


def open_vectors(envelope):
    small, full = compact({"OPSeq": OURS}), compact(PAID)
    chinese = compact({"StoreName": "見晴門市", "StatusDesc": "交易成功「𠮷」"})
    slashes = text_with_plus_and_slash(envelope)
    enc = envelope.encrypt(small)
    body = reply_body(enc)
    spaced = (' {\r\n\t"RtnMsg" : "成功" ,\n  "RtnCode":1 , "Extra": [ null, {} ],\n'
              ' "EncData"  :  "%s"\n} ' % enc)

    opens = [  # (name, body, plaintext): rightly signed
        ("full ICPOS001 reply", reply_body(envelope.encrypt(full)), full),
        ("plain", body, small),
        ("Chinese text", reply_body(envelope.encrypt(chinese)), chinese),
        ("unusual whitespace and key order", spaced, small),
        ("escaped unicode in RtnMsg", body.replace("成功", r"\u6210\u529f"), small),
        ("escaped slash in EncData", reply_body(envelope.encrypt(slashes)).replace("/", r"\/"),
         slashes),
        ("RtnCode as text", reply_body(enc, "0001"), small),
        ("failure RtnCode", reply_body(enc, 2107, "失敗"), small),
        ("trailing newline in body", body + "\n", small),
        ("empty object inside", reply_body(envelope.encrypt("{}")), "{}"),
    ]
    malformed = [  # (name, body): rightly signed
        ("empty body", ""),
        ("body is an HTML page", "<html><body>503 Service Unavailable</body></html>"),
        ("body cut short", body[:-10]),
        ("text after the JSON object", body + "}"),
        ("body is a JSON array", f"[{body}]"),
        ("body is a JSON string", compact(enc)),
        ("body is null", "null"),
        ("EncData missing", compact({"RtnCode": 1, "RtnMsg": "成功"})),
        ("EncData null", reply_body(None)),
        ("EncData a number", reply_body(12345)),
        ("EncData an object", reply_body({"OPSeq": OURS})),
    ]

    blocks, wrong_key = base64.b64decode(enc), envelope.aes_key[::-1]
    plus_slash = envelope.encrypt(slashes)

    def block(data):
        return b64(envelope.encrypt_blocks(data))

    undecryptable = [  # (name, EncData): rightly signed
        ("EncData empty", ""),
        ("EncData not base64", "見晴"),
        ("EncData with a character outside base64", "*" + enc[1:]),
        ("EncData in the URL-safe alphabet", plus_slash.replace("+", "-").replace("/", "_")),
        ("EncData without its = padding", plus_slash.rstrip("=")),
        ("EncData still percent-encoded", quote(plus_slash, safe="")),
        ("ciphertext of 31 bytes", b64(blocks[:-1])),
        ("ciphertext of 8 bytes", b64(blocks[:8])),
        ("ciphertext without its last block", b64(blocks[:-16])),
        ("IV prepended", b64(envelope.aes_iv + blocks)),
        ("padding byte 0", block(b'{"OPSeq":"1"}  \x00')),
        ("padding byte 17", block(b'{"OPSeq":"1"}  \x11')),
        ("padding bytes unequal", block(b'{"OPSeq":"1"}\x03\x02\x03')),
        ("no padding", block(object_of_length(16).encode())),
        ("wrong key, bad padding", sealed_under(envelope, wrong_key, lucky=False)),
        ("wrong key, padding valid by chance", sealed_under(envelope, wrong_key, lucky=True)),
        ("plaintext empty", envelope.encrypt("")),
        ("plaintext not UTF-8", envelope.encrypt('{"StoreName":"見晴"}'.encode("big5"))),
        ("plaintext not JSON", envelope.encrypt("OPSeq=" + OURS)),
        ("plaintext with text after it", envelope.encrypt(small + "}")),
        ("plaintext a JSON array", envelope.encrypt(f"[{small}]")),
        ("plaintext a JSON string", envelope.encrypt(compact(OURS))),
    ]

    good = envelope.sign(body)
    raw = base64.b64decode(good)
    flipped = raw[:100] + bytes([raw[100] ^ 1]) + raw[101:]
    reserialised = envelope.sign(compact(json.loads(spaced)))
    badly_signed = [  # (name, body, signature)
        ("signature missing", body, None),
        ("signature empty", body, ""),
        ("signature not base64", body, "not base64!"),
        ("signature one byte short", body, b64(raw[:-1])),
        ("signature by a foreign key", body, envelope.sign(body, by="foreign")),
        ("signature by our own key", body, envelope.sign(body, by="merchant")),
        ("signature with one byte flipped", body, b64(flipped)),
        ("signature with SHA-1", body, envelope.sign(body, digest=SHA1())),
        ("signature of EncData instead of the body", body, envelope.sign(enc)),
        ("signature of the re-serialised JSON", spaced, reserialised),
        ("RtnCode changed after signing", reply_body(enc, 2), good),
        ("newline added after signing", body + "\n", good),
        ("EncData changed after signing", reply_body(b64(blocks[:-1])), good),
        ("HTML page without signature", "<html></html>", None),
        ("empty body without signature", "", None),
    ]

    cases = [(name, body, envelope.sign(body), {"plaintext": text}) for name, body, text in opens]
    cases += [(name, body, envelope.sign(body), {"error": "malformed"}) for name, body in malformed]
    for name, enc_data in undecryptable:
        body = reply_body(enc_data)
        cases.append((name, body, envelope.sign(body), {"error": "decrypt"}))
    cases += [(*case, {"error": "signature"}) for case in badly_signed]
    for name, body, signature, expect in cases:
        assert envelope.open(body, signature) == expect, name
        yield {"name": name, "body": body, "signature": signature, "expect": expect}


# ---- replies ------------------------------------------------------------------------------------


def reply_vectors(envelope):
    for operation, status, name, rtn_code, content, expect in reply_cases():
        body = reply_body(envelope.encrypt(compact(content)), rtn_code,
                          "成功" if rtn_code in (1, "1", "0001") else "失敗")
        yield {"name": f"{operation}: {name}", "operation": operation, "http_status": status,
               "request": {"OPSeq": OURS, "amount": AMOUNTS[operation]}, "rtn_code": rtn_code,
               "enc_data_plaintext": compact(content), "body": body,
               "signature": envelope.sign(body), "expect": expect}


def main():
    old = OUT.read_text(encoding="utf-8") if OUT.exists() else None
    keys = json.loads(old)["keys"] if old else new_keys()
    envelope = Envelope(keys)
    vectors = {"about": ABOUT, "keys": keys}
    vectors["seal"] = list(seal_vectors(envelope))
    vectors["open"] = list(open_vectors(envelope))
    vectors["key_texts"] = list(key_text_vectors(keys))
    vectors["replies"] = list(reply_vectors(envelope))
    for group in ("seal", "open", "key_texts", "replies"):
        names = [case["name"] for case in vectors[group]]
        assert len(names) == len(set(names)), f"a name occurs twice in {group}"
    # The byte order mark is invisible when written as itself.
    text = json.dumps(vectors, ensure_ascii=False, indent=1).replace("\ufeff", r"\ufeff") + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if text == old else f"{OUT.name} differs from what this script makes")
    OUT.write_text(text, encoding="utf-8")
    print(", ".join(f"{group} {len(vectors[group])}" for group in list(vectors)[2:]))


if __name__ == "__main__":
    main()
