#!/usr/bin/env python3
"""A second opinion on conformance/vectors: the openssl command line, nothing else.

    python3 conformance/make_vectors/check_with_openssl.py

icash.json
- seal: `openssl enc -aes-256-cbc` and `openssl dgst -sha256 -sign` give the same text
- open, replies: `openssl dgst -sha256 -verify` agrees on every signature, and `openssl enc -d`
  gives the plaintext of what should open
- key_texts: `openssl rsa -modulus` gives the modulus of those that are plain PEM

mypay.json
- seal: the first 16 bytes are the vector (IV), `openssl enc -d` gives the plaintext of the rest, and
  the form body holds both texts
- open: `openssl enc -d` opens what should open, and nothing else

linepay.json
- sign: `openssl dgst -sha256 -hmac` gives the same text
"""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile
import urllib.parse

VECTORS = pathlib.Path(__file__).parents[1] / "vectors"

# What openssl itself reads, of the key texts: standard PEM under the right label.
PLAIN_PEM = {
    "PKCS#8 labelled PRIVATE KEY, PEM": [],
    "PKCS#1 labelled RSA PRIVATE KEY, PEM": [],
    "SPKI labelled PUBLIC KEY, PEM": ["-pubin"],
    "PKCS#1 public labelled RSA PUBLIC KEY, PEM": ["-RSAPublicKey_in"],
}


def openssl(*arguments, stdin):
    return subprocess.run(["openssl", *arguments], input=stdin, capture_output=True)


def check_icash(vectors, folder):
    keys = vectors["keys"]
    aes = ["enc", "-aes-256-cbc", "-a", "-A", "-K", keys["aes_key"].encode().hex(),
           "-iv", keys["aes_iv"].encode().hex()]
    merchant, icash, signature = folder / "merchant.pem", folder / "icash.pem", folder / "signature"
    merchant.write_text(keys["merchant_private_key"])
    icash.write_text(keys["icash_public_key"])

    for case in vectors["seal"]:
        enc_data = openssl(*aes, stdin=case["plaintext"].encode()).stdout
        signed = openssl("dgst", "-sha256", "-sign", merchant, stdin=enc_data).stdout
        assert enc_data.decode() == case["enc_data"], case["name"]
        assert base64.b64encode(signed).decode() == case["signature"], case["name"]
        yield case

    for case in vectors["open"] + vectors["replies"]:
        if case["name"] == "signature not base64":
            continue
        signature.write_bytes(base64.b64decode(case["signature"] or ""))
        verdict = openssl("dgst", "-sha256", "-verify", icash, "-signature", signature,
                          stdin=case["body"].encode())
        expected = case["expect"].get("error") != "signature"
        assert (verdict.returncode == 0) == expected, case["name"]
        plaintext = case.get("enc_data_plaintext", case["expect"].get("plaintext"))
        if plaintext is not None:
            enc_data = json.loads(case["body"])["EncData"].encode()
            assert openssl(*aes, "-d", stdin=enc_data).stdout.decode() == plaintext, case["name"]
        yield case

    for case in vectors["key_texts"]:
        if case["name"] in PLAIN_PEM:
            shown = openssl("rsa", "-modulus", "-noout", *PLAIN_PEM[case["name"]],
                            stdin=case["text"].encode()).stdout.decode()
            modulus = bytes.fromhex(shown.strip().removeprefix("Modulus="))
            assert hashlib.sha256(modulus).hexdigest() == case["modulus_sha256"], case["name"]
            yield case


def check_mypay(vectors):
    keys = vectors["keys"]
    for case in vectors["seal"]:
        service = json.dumps({"service_name": "api", "cmd": case["cmd"]}, separators=(",", ":"))
        for text, iv, plaintext in [(case["service"], case["service_iv"], service),
                                    (case["encry_data"], case["data_iv"], case["plaintext"])]:
            assert base64.b64decode(text)[:16].hex() == iv, case["name"]
            assert open_prefixed(text, keys["key"]) == plaintext, case["name"]
        # Strict: each of the three fields once, and no character that a form would change on its way.
        form = urllib.parse.parse_qs(case["form_body"], strict_parsing=True)
        assert form == {"agent_uid": [keys["agent_uid"]], "service": [case["service"]],
                        "encry_data": [case["encry_data"]]}, case["name"]
        yield case

    for case in vectors["open"]:
        assert open_prefixed(case["text"], keys["key"]) == case["plaintext"], case["name"]
        yield case


def check_linepay(vectors):
    secret = vectors["keys"]["channel_secret"]
    for case in vectors["sign"]:
        message = secret + case["path"] + case["body_or_query"] + case["nonce"]
        signed = openssl("dgst", "-sha256", "-hmac", secret, "-binary", stdin=message.encode()).stdout
        assert base64.b64encode(signed).decode() == case["authorization"], case["name"]
        yield case


def open_prefixed(text, key):
    """The plaintext of base64(IV, ciphertext), or None where openssl or UTF-8 refuses it."""
    # openssl and Python both read base64 that a provider would not; this is what standard base64 is.
    if not re.fullmatch("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?", text):
        return None
    data = base64.b64decode(text)
    if len(data) < 16:
        return None
    opened = openssl("enc", "-d", "-aes-256-cbc", "-K", key.encode().hex(), "-iv", data[:16].hex(),
                     stdin=data[16:])
    try:
        return opened.stdout.decode() if opened.returncode == 0 else None
    except UnicodeDecodeError:
        return None


def read(name):
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        icash = list(check_icash(read("icash.json"), pathlib.Path(folder)))
    mypay = list(check_mypay(read("mypay.json")))
    linepay = list(check_linepay(read("linepay.json")))
    print(f"openssl agrees on {len(icash)} icash, {len(mypay)} MYPAY and {len(linepay)} LINE Pay vectors")
