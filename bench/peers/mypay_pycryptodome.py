"""A merchant of MYPAY in Python with pycryptodome, the library that the vendor's document uses, doing the same steps."""

import base64
import json
import os
from urllib.parse import urlencode

from Crypto.Cipher import AES
from Crypto.Util.Padding import pad

import mypay_loop


class Merchant:
    def __init__(self, agent_uid, agent_key):
        self.agent_uid, self.agent_key = agent_uid, agent_key

    def encrypt(self, text):
        iv = os.urandom(AES.block_size)
        ciphertext = AES.new(self.agent_key, AES.MODE_CBC, iv).encrypt(pad(text.encode(), AES.block_size))
        return base64.b64encode(iv + ciphertext)

    def get_post_body(self, message):
        service = json.dumps({"service_name": "api", "cmd": "api/orders"}, separators=(",", ":"))
        return urlencode({
            "agent_uid": self.agent_uid,
            "service": self.encrypt(service),
            "encry_data": self.encrypt(message),
        })


if __name__ == "__main__":
    mypay_loop.run("mypay_pycryptodome", Merchant)
