"""A till in Python with cryptography and requests, written as one would today."""

import base64
import json
from urllib.parse import quote

import requests
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import bench_loop


class Till:
    def __init__(self, credentials, url, ca):
        # Parsing a private key costs far more than signing with it, so it is done once.
        self.private_key = serialization.load_pem_private_key(
            credentials["merchant_private_key"].encode(), None)
        self.public_key = serialization.load_pem_public_key(
            credentials["icash_public_key"].encode())
        self.enc_key_id = credentials["enc_key_id"]
        self.cipher = Cipher(algorithms.AES(credentials["aes_key"].encode()),
                             modes.CBC(credentials["aes_iv"].encode()))
        self.url, self.ca = url, ca
        self.session = requests.Session()

    def seal(self, request):
        plaintext = json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode()
        padder, encryptor = padding.PKCS7(128).padder(), self.cipher.encryptor()
        padded = padder.update(plaintext) + padder.finalize()
        enc_data = base64.b64encode(encryptor.update(padded) + encryptor.finalize())
        signature = self.private_key.sign(enc_data, PKCS1v15(), hashes.SHA256())
        return "EncData=" + quote(enc_data, safe=""), {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-iCP-EncKeyID": self.enc_key_id,
            "X-iCP-Signature": base64.b64encode(signature).decode(),
        }

    def open(self, body, signature):
        self.public_key.verify(base64.b64decode(signature), body, PKCS1v15(), hashes.SHA256())
        enc_data = base64.b64decode(json.loads(body)["EncData"])
        decryptor, unpadder = self.cipher.decryptor(), padding.PKCS7(128).unpadder()
        padded = decryptor.update(enc_data) + decryptor.finalize()
        return json.loads(unpadder.update(padded) + unpadder.finalize())

    def charge(self, request):
        body, headers = self.seal(request)
        # `verify` is given here because REQUESTS_CA_BUNDLE overrides the session's own.
        reply = self.session.post(self.url + bench_loop.PATH, data=body, headers=headers,
                                  verify=self.ca, timeout=30)
        reply.raise_for_status()
        return self.open(reply.content, reply.headers["X-iCP-Signature"])


if __name__ == "__main__":
    bench_loop.run("python_cryptography_requests", Till)
