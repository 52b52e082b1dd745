"""Proves with openssl that what a MYPAY peer made is the message, so that all of them did the same work."""

import base64
import json
import subprocess
from urllib.parse import parse_qs

SERVICE = '{"service_name":"api","cmd":"api/orders"}'


def check(body, vectors, message):
    keys = json.loads(vectors.read_text(encoding="utf-8"))["keys"]
    if body.startswith("{"):
        fields = json.loads(body)
    else:
        fields = {name: value for name, [value] in parse_qs(body, strict_parsing=True).items()}
    opened = {name: decrypt(value, keys["key"]) for name, value in fields.items() if name != "agent_uid"}
    expected = {"service": SERVICE, "encry_data": message.read_text(encoding="utf-8").strip()}
    assert (fields["agent_uid"], opened) == (keys["agent_uid"], expected), body


def decrypt(text, key):
    data = base64.b64decode(text, validate=True)
    return subprocess.run(
        ["openssl", "enc", "-d", "-aes-256-cbc", "-K", key.encode().hex(), "-iv", data[:16].hex()],
        input=data[16:], stdout=subprocess.PIPE, check=True).stdout.decode()
