"""Text from outside that no codec takes, and values that are no settings: the error names them and holds no secret."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import twpos
from conftest import MYPAY_SETTINGS, Sandbox, sale, vectors
from test_config import ICASH, MYPAY, OMNI
from twpos import icash, mypay, omni
from twpos.icash import envelope as icash_envelope
from twpos.mypay import envelope as mypay_envelope

HALF = "\ud800"
CLIENTS: list[tuple[Any, dict[str, Any]]] = [(icash.Client, ICASH), (mypay.Client, MYPAY), (omni.Client, OMNI)]
EXCHANGE: dict[str, Any] = {"base_url": "https://member.example"}
SETTINGS = [
    (client, given, name)
    for client, given in [*CLIENTS, (icash.KeyExchange, EXCHANGE)]
    for name in inspect.signature(client).parameters
]
SECRETS = [
    *("k" * 32, "CANARY"),
    *(str(given[name]) for _, given in CLIENTS for name in given if "key" in name and name != "enc_key_id"),
]


def texts(error: BaseException | None) -> Iterator[str]:
    """Whatever an exception and those behind it hold."""
    while error is not None:
        for name in dir(error):
            if name not in ("__traceback__", "__cause__", "__context__", "__dict__", "__class__", "__doc__"):
                yield repr(getattr(error, name))
        yield from (str(error), repr(error), repr(vars(error)), repr(error.args))
        error = error.__cause__ or error.__context__


def wrong(kind: type[Exception], call: Callable[..., object], *arguments: Any, **settings: Any) -> Any:
    with pytest.raises(Exception) as caught:
        call(*arguments, **settings)
    error = caught.value
    assert type(error) is kind, repr(error)
    assert error.__cause__ is None and error.__context__ is None
    held = list(texts(error))
    # A key is held even if its line breaks are written otherwise.
    assert not [text for text in held for secret in SECRETS if secret in text or repr(secret)[1:-1] in text]
    str(error).encode()
    return error


@pytest.mark.parametrize(("client", "given", "name"), SETTINGS)
def test_half_a_surrogate_pair_in_a_setting(client: Any, given: dict[str, Any], name: str) -> None:
    for value in HALF, f"CANARY{HALF}", os.fsdecode(b"/CANARY/\xff"):
        error = wrong(twpos.ConfigError, client, **{**given, name: value})
        assert f" {name} " in error.detail and error.outcome == "not_sent"


@pytest.mark.parametrize(("client", "given", "name"), SETTINGS)
def test_a_value_that_is_no_setting(client: Any, given: dict[str, Any], name: str) -> None:
    for value in object(), 10**5000, -1, float("nan"), Decimal("12.5"), b"CANARY\xff", {"CANARY": 1}, ["CANARY", 1], ():
        if name == "ipass_refusal_codes" and value == ():
            continue
        try:
            client(**{**given, name: value})
        except twpos.ConfigError:
            error = wrong(twpos.ConfigError, client, **{**given, name: value})
            assert name in error.detail or name.replace("_", " ") in error.detail.lower()


def test_half_a_surrogate_pair_in_a_configuration() -> None:
    for client, given in CLIENTS:
        text = "\n".join(f"{name} = {value!r}" for name, value in given.items())
        assert "text" in wrong(twpos.ConfigError, client.from_toml, f"{text}\n# {HALF}").detail
        assert "directory" in wrong(twpos.ConfigError, client.from_toml, "", HALF).detail
        assert "path" in wrong(twpos.ConfigError, client.from_config, HALF).detail
        assert "text: must be str" in str(wrong(TypeError, client.from_toml, b"CANARY"))
        assert "path: must be a path" in str(wrong(TypeError, client.from_config, 1))


def test_half_a_surrogate_pair_in_a_key(tmp_path: Path) -> None:
    text = f"CANARY{HALF}"
    till = mypay.Client(**MYPAY)
    values = {"enc_key_id": "1", "aes_key": "k" * 32, "aes_iv": "i" * 16}
    with pytest.raises(ValueError, match="KeyChoice"):
        till.with_key("CANARY")  # type: ignore[arg-type]
    assert "choice" in wrong(twpos.ConfigError, till.with_key, text).detail
    assert "key" in wrong(twpos.ConfigError, till.use_key, text).detail
    assert "text" in wrong(twpos.ConfigError, twpos.PrivateKey.from_text, text).detail
    assert "text" in wrong(twpos.ConfigError, twpos.PublicKey.from_text, text).detail
    for name in values:
        assert name in wrong(twpos.ConfigError, icash.AesCredential, **{**values, name: text}).detail
        assert f"{name}: must be str" in str(wrong(TypeError, icash.AesCredential, **{**values, name: b"CANARY"}))
    key = twpos.PublicKey.from_text(ICASH["icash_public_key"])
    assert key.verify(b"data", text) is False


def test_a_file_that_the_key_exchange_cannot_use(tmp_path: Path) -> None:
    binary = tmp_path / "key.der"
    binary.write_bytes(b"CANARY\xff")
    for path in tmp_path / "CANARY", "CANARY\0", binary:
        for name in "ca_file", "proxy_credentials_file":
            given = {**EXCHANGE, "proxy": "http://proxy:3128", name: path}
            assert f" {name} " in wrong(twpos.ConfigError, icash.KeyExchange, **given).detail


def test_half_a_surrogate_pair_in_an_envelope() -> None:
    text, key = f"CANARY{HALF}", MYPAY_SETTINGS["key"]
    credential = icash.AesCredential(**{name: ICASH[name] for name in ("enc_key_id", "aes_key", "aes_iv")})
    signer = twpos.PrivateKey.from_text(ICASH["merchant_private_key"])
    verifier = twpos.PublicKey.from_text(ICASH["icash_public_key"])
    assert "plaintext" in wrong(twpos.ConfigError, icash_envelope.seal, text, credential, signer).detail
    assert "signature" in wrong(twpos.ConfigError, icash_envelope.open, b"{}", text, credential, verifier).detail
    assert "cmd" in wrong(twpos.ConfigError, mypay_envelope.seal, text, "{}", key).detail
    assert "message" in wrong(twpos.ConfigError, mypay_envelope.seal, "api/orders", text, key).detail
    for call in mypay_envelope.encrypt, mypay_envelope.decrypt:
        wrong(twpos.ConfigError, call, text, key)
        assert "key" in wrong(twpos.ConfigError, call, "AAAA", text).detail
    sealed = mypay_envelope.seal("api/orders", "{}", key)
    assert "uid" in wrong(twpos.ConfigError, sealed.form_body, "store", text).detail
    assert "mode" in wrong(twpos.ConfigError, sealed.form_body, text, "1").detail


def test_half_a_surrogate_pair_in_every_text_of_a_request(till: icash.Client, sandbox: Sandbox) -> None:
    request = sale()
    for name, value in request.to_dict().items():
        if isinstance(value, str):
            given = f"A-1{HALF}" if name == "op_seq" else f"CANARY{HALF}"
            error = wrong(twpos.InvalidRequest, till.pay, request.replace(**{name: given}))
            assert error.detail.startswith(f"{name}: ")
            assert error.reference == ("A-1\ufffd" if name == "op_seq" else request.op_seq)
    error = wrong(twpos.InvalidRequest, till.pay, request.replace(extra={"A": f"CANARY{HALF}"}))
    assert error.detail.startswith('extra["A"]: ')
    assert "extra" in wrong(twpos.InvalidRequest, till.pay, request.replace(extra={HALF: "CANARY"})).detail


def test_what_a_framework_makes_of_a_notification() -> None:
    body = "uid=1&key=CANARY&prc=250&order_id=A-1&cost=36"
    read = [mypay.parse_notification(form(body)) for form in (str, str.encode)]
    others: list[Any] = [bytearray(body.encode()), memoryview(body.encode())]
    read += [mypay.parse_notification(other) for other in others]
    assert read == [read[0]] * 4 and read[0].order_id == "A-1"
    nothing: list[Any] = [{}, None, 7, HALF, b"\xff"]
    for junk in nothing:
        with pytest.raises((twpos.Error, TypeError), match=r"body: must be bytes|notification"):
            mypay.parse_notification(junk)
    told = mypay.parse_notification(body + f"&user_name={HALF}")
    assert told.cost == 36


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere paths are Unicode")
def test_paths_that_are_not_utf_8(sandbox: Sandbox, tmp_path: Path) -> None:
    """A folder that Big5 named. A configuration file and its keys may be there, and are found by any sort of path."""
    folder = os.path.join(os.fsencode(tmp_path), "收銀機".encode("big5"))
    os.mkdir(folder)
    for name in os.listdir(sandbox.config.parent):
        if (sandbox.config.parent / name).is_file():
            with open(os.path.join(folder, os.fsencode(name)), "wb") as copy:
                copy.write((sandbox.config.parent / name).read_bytes())
    config = os.path.join(folder, b"till.toml")
    for path in config, os.fsdecode(config), Path(os.fsdecode(config)):
        with icash.Client.from_config(path) as till:
            assert till.pay(sale()).service_result == "Y"
    text = sandbox.config.read_text(encoding="utf-8")
    with icash.Client.from_toml(text, folder) as till:
        assert till.pay(sale()).service_result == "Y"
    with pytest.raises(twpos.ConfigError, match=r"nothing\.toml"):
        icash.Client.from_config(os.path.join(folder, b"nothing.toml"))
    error = wrong(twpos.ConfigError, icash.Client, **{**ICASH, "ca_file": os.path.join(folder, b"ca.pem")})
    assert "configuration file in the same folder" in error.detail


def test_bytes_are_a_path(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text(ICASH["merchant_private_key"])
    given = {name: value for name, value in ICASH.items() if name != "merchant_private_key"}
    for path in key, str(key), os.fsencode(key):
        icash.Client(**given, merchant_private_key_file=path).close()


def test_keys_of_the_vectors_are_the_secrets_here() -> None:
    assert vectors("icash")["keys"]["aes_key"] in SECRETS
