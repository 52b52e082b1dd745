"""Seeds for the targets that call the libraries' own functions: texts up to a NUL each, after a byte or two."""

import json
from pathlib import Path

import mypay_seeds


def c_json():
    # One byte for NULLs, JSON text, then commands: a byte (0 a text, 1 a number, 2 a boolean, 3 JSON), path, value.
    reply = '{"BonusList": [{"BonusAmt": "10"}, {}], "TxAmt": "36", "approved": true, "": null, "n": 12.50}'
    for commands in (
        "0BonusList[0].BonusAmt\x0020\x00", "0a[0][0].b\0x\x001a[0][0].b\x001\x002a[1]\0\x00", "3\0[]\x00",
        '3x\0{"a": [1, 2]}\x003x.a[2]\x0012345678901234567890\x00', "0BonusList[3]\0x\x00", "0a..b\0x\x00",
        "0TxAmt.x\0x\x00", "0[0]\0x\x00", "3x\0" + "[" * 60 + "]" * 60 + "\x00", "0" + "a." * 64 + "a\0x\x00",
        "0BonusList[00].BonusAmt\0\\u0000\x00", '3x\0"\\u0000"\x00',
    ):
        yield f"\0{reply}\0{commands}"
    yield "\0" + "[" * 127 + "]" * 127
    yield "\1x"


def c_calls(keys, requests, configs):
    # One byte that chooses what is done, one whose turn it is (a provider, then one of its functions), one for NULLs.
    fields = json.loads((Path(__file__).parent.parent / "conformance/fields.json").read_text(encoding="utf-8"))
    providers = [provider for provider in fields.values() if isinstance(provider, dict)]
    functions = range(len(providers) * max(len(provider["operations"]) for provider in providers))
    for request in requests:
        for which in functions:
            yield bytes([0, which, 0]) + request.encode()
    for config in configs:
        for which in range(len(providers)):
            yield bytes([2, which, 0]) + config.encode() + b"\0.\0"
    for which in functions:
        yield bytes([3, which, 0]) + b"250"
    yield b"\4\0\0" + b"\0".join([
        b"0icash.base_url", b"https://localhost:8443", b"0icash.enc_key_id", keys["enc_key_id"].encode(),
        b"1icash.timeout_seconds", b"", b"2omni.is_test", b"", b"3omni.ipass_refusal_codes", b"1234", b""])
    private, public = keys["merchant_private_key"].encode(), keys["icash_public_key"].encode()
    aes = [keys[name].encode() for name in ("enc_key_id", "aes_key", "aes_iv")]
    yield b"\5\0\0" + private
    yield b"\6\0\0" + public
    yield b"\7\0\0" + b"\0".join([aes[1], "條碼".encode(), b"0123456789abcdef" * 2])
    yield b"\x08\0\0" + aes[1] + b"\0AAAA"
    yield b"\x09\0\0" + b"\0".join([private, public, *aes])
    yield b"\x0a\0\0" + b"{}"
    yield b"\x0b\0\0" + b"AAAA\0" + b'{"EncData":"AAAA","RtnCode":1}'
    for body in mypay_seeds.notifications():
        yield b"\x0c\0\0" + b'{"uid":"95217","key":"3425042d7d266e4aea5fd4653a0271db"}\0' + body.encode()
    yield b"\x0d\0\0" + b"\0".join([*aes, b"\1"])
    yield b"\x0e\0\0" + bytes(range(8))
    for nulls, request in ((1, b"{}"), (0x80, b"{}"), (0x40, b"{}"), (0, b"\xff")):
        yield bytes([0, 0, nulls]) + request


def uniffi_call():
    # One byte that chooses (0 a name, 1 a number, 2 a request, 3 its beginning), one for a length.
    yield b"0\0" + b"uniffi_twpos_uniffi_fn_method_icashclient_pay"
    yield b"1\7"
    for way in b"23":
        for length in (0, 3, 20, 255):
            yield bytes([way, length]) + b"2024052200000001\x0022555003\0PlatformID\x001"
    yield b"2\0"
