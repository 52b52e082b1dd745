#!/usr/bin/env python3
"""A second opinion on conformance/vectors/icash.json: the openssl command line, nothing else.

    python3 conformance/check_with_openssl.py

- seal: `openssl enc -aes-256-cbc` and `openssl dgst -sha256 -sign` give the same text
- open, replies: `openssl dgst -sha256 -verify` agrees on every signature, and `openssl enc -d`
  gives the plaintext of what should open
- key_texts: `openssl rsa -modulus` gives the modulus of those that are plain PEM
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import tempfile

VECTORS = pathlib.Path(__file__).parent / "vectors" / "icash.json"

# What openssl itself reads, of the key texts: standard PEM under the right label.
PLAIN_PEM = {
    "PKCS#8 labelled PRIVATE KEY, PEM": [],
    "PKCS#1 labelled RSA PRIVATE KEY, PEM": [],
    "SPKI labelled PUBLIC KEY, PEM": ["-pubin"],
    "PKCS#1 public labelled RSA PUBLIC KEY, PEM": ["-RSAPublicKey_in"],
}


def openssl(*arguments, stdin):
    return subprocess.run(["openssl", *arguments], input=stdin, capture_output=True)


def check(vectors, folder):
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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        checked = list(check(json.loads(VECTORS.read_text(encoding="utf-8")), pathlib.Path(folder)))
    print(f"openssl agrees on {len(checked)} vectors")
