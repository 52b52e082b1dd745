"""A till in Python with pycryptodome (and requests for the charge), written as one would today."""

import base64
import json
from urllib.parse import quote

import requests
from Crypto.Cipher import AES
from Crypto.Hash import SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15
from Crypto.Util.Padding import pad, unpad

import bench_loop


class Till:
    def __init__(self, credentials, url, ca):
        # Parsing a private key costs far more than signing with it, so it is done once.
        self.signer = pkcs1_15.new(RSA.import_key(credentials["merchant_private_key"]))
        self.verifier = pkcs1_15.new(RSA.import_key(credentials["icash_public_key"]))
        self.enc_key_id = credentials["enc_key_id"]
        self.aes_key = credentials["aes_key"].encode()
        self.aes_iv = credentials["aes_iv"].encode()
        self.url, self.ca = url, ca
        self.session = requests.Session()

    def cipher(self):
        # An AES object keeps the state of its chain: one for each message.
        return AES.new(self.aes_key, AES.MODE_CBC, self.aes_iv)

    def seal(self, request):
        plaintext = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()
        enc_data = base64.b64encode(self.cipher().encrypt(pad(plaintext, AES.block_size)))
        signature = self.signer.sign(SHA256.new(enc_data))
        return "EncData=" + quote(enc_data, safe=""), {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-iCP-EncKeyID": self.enc_key_id,
            "X-iCP-Signature": base64.b64encode(signature).decode(),
        }

    def open(self, body, signature):
        self.verifier.verify(SHA256.new(body), base64.b64decode(signature))
        enc_data = base64.b64decode(json.loads(body)["EncData"])
        return json.loads(unpad(self.cipher().decrypt(enc_data), AES.block_size))

    def charge(self, request):
        body, headers = self.seal(request)
        # `verify` is given here because REQUESTS_CA_BUNDLE overrides the session's own.
        reply = self.session.post(self.url + bench_loop.PATH, data=body, headers=headers,
                                  verify=self.ca, timeout=30)
        reply.raise_for_status()
        return self.open(reply.content, reply.headers["X-iCP-Signature"])


if __name__ == "__main__":
    bench_loop.run("python_pycryptodome", Till)
