"""A merchant of MYPAY in Python with cryptography, written as one would today."""

import base64
import json
import os
from urllib.parse import urlencode

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import mypay_loop


class Merchant:
    def __init__(self, agent_uid, agent_key):
        self.agent_uid, self.algorithm = agent_uid, algorithms.AES(agent_key)

    def encrypt(self, text):
        iv = os.urandom(16)
        padder, encryptor = padding.PKCS7(128).padder(), Cipher(self.algorithm, modes.CBC(iv)).encryptor()
        padded = padder.update(text.encode()) + padder.finalize()
        return base64.b64encode(iv + encryptor.update(padded) + encryptor.finalize())

    def get_post_body(self, message):
        service = json.dumps({"service_name": "api", "cmd": "api/orders"}, separators=(",", ":"))
        return urlencode({
            "agent_uid": self.agent_uid,
            "service": self.encrypt(service),
            "encry_data": self.encrypt(message),
        })


if __name__ == "__main__":
    mypay_loop.run("mypay_cryptography", Merchant)
