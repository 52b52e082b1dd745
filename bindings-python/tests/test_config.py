"""Named settings are those of the configuration file, and are judged by the same code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import twpos
from conftest import ROOT, Sandbox, sale, vectors
from twpos import icash, mypay, omni

KEYS = vectors("icash")["keys"]
ICASH: dict[str, Any] = {
    "environment": "stage",
    **{name: KEYS[name] for name in ("merchant_private_key", "icash_public_key", "enc_key_id", "aes_key", "aes_iv")},
}
MYPAY: dict[str, Any] = {"environment": "test", "mode": "store", "uid": "398800730001", "key": "k" * 32}
OMNI: dict[str, Any] = {"base_url": "https://gateway.example", "token": "T", "store_id": "1"}


def documented(*titles: str) -> set[str]:
    """The settings in the tables below these titles."""
    text = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    sections = {title: text.split(f"\n## {title}\n")[1].split("\n## ")[0] for title in titles}
    settings: set[str] = set()
    for row in re.findall(r"^\| (`.*?) \|", "\n".join(sections.values()), re.MULTILINE):
        for name, mark in re.findall(r"`(\w+)`( \((?:secret|or a file)\))?", row):
            settings.add(name)
            if mark or re.search(r"\((secrets|or files)\)", row):
                settings |= {f"{name}_file", f"{name}_env"}
    return settings


@pytest.mark.parametrize("client", [icash.Client, mypay.Client, omni.Client])
def test_every_documented_setting_has_a_name(client: type) -> None:
    provider = client.__module__.split(".")[1]
    settings = documented("For every provider", f"`[{provider}]`")
    assert "base_url" in settings and len(settings) > 12
    assert ("store_id_file" in settings) == (provider == "omni")
    assert settings <= set(inspect.signature(client).parameters)


def test_a_key_exchange_takes_what_connects_every_client() -> None:
    """Or a shop behind a proxy could pay, and never fetch its keys."""
    settings = documented("For every provider")
    assert {"proxy", "proxy_credentials_file"} <= settings
    assert settings == set(inspect.signature(icash.KeyExchange).parameters)


def test_clients_from_named_settings() -> None:
    assert icash.Client(**ICASH).enc_key_id == KEYS["enc_key_id"]
    mypay.Client(**MYPAY)
    omni.Client(**OMNI, is_test=True, ipass_refusal_codes=["0051"], timeout_seconds=12.5)
    with pytest.raises(twpos.ConfigError, match="ipass_refusal_codes"):
        omni.Client(**OMNI, ipass_refusal_codes=["0006"])


@pytest.mark.parametrize(
    ("client", "settings", "detail"),
    [
        (icash.Client, {**ICASH, "environment": "moon"}, "environment"),
        (icash.Client, {**ICASH, "aes_key": "CANARY"}, "AES key"),
        (icash.Client, {**ICASH, "timeout_seconds": 9}, "timeout_seconds"),
        (icash.Client, {**ICASH, "aes_iv_env": "NO_SUCH_VARIABLE"}, "aes_iv_env names an environment"),
        (mypay.Client, {**MYPAY, "mode": "shop"}, "mode"),
        (mypay.Client, {**MYPAY, "key": None}, "key"),
        (omni.Client, {**OMNI, "platform_id": "1"}, "merchant_id"),
    ],
)
def test_what_is_wrong_is_named(client: Any, settings: dict[str, Any], detail: str) -> None:
    with pytest.raises(twpos.ConfigError, match=detail) as caught:
        client(**settings)
    assert "CANARY" not in str(caught.value)


def test_a_name_that_is_no_setting() -> None:
    with pytest.raises(TypeError, match="aes_kye"):
        icash.Client(**ICASH, aes_kye="x")  # type: ignore[call-arg]


def test_files_and_variables(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = sandbox.config.parent
    toml = sandbox.config.read_text(encoding="utf-8").partition("[icash]")[2].partition("\n[")[0]
    settings: dict[str, Any] = dict(re.findall(r'^(\w+) = "(.*)"$', toml, re.MULTILINE))
    for name in [name for name in settings if name.endswith("_file")]:
        settings[name] = folder / settings[name]
    monkeypatch.setenv("TILL_AES_KEY", settings.pop("aes_key"))
    with icash.Client(**settings, aes_key_env="TILL_AES_KEY") as till:
        assert till.pay(sale()).service_result == "Y"


def test_texts_survive_toml(tmp_path: Path) -> None:
    """What TOML must escape, in the names of files that are there."""
    given = {name: value for name, value in ICASH.items() if name != "merchant_private_key"}
    for name in 'q"\\u0041\\', "quote'", "見晴🏪":
        (tmp_path / name).write_text(ICASH["merchant_private_key"])
        icash.Client(**given, merchant_private_key_file=tmp_path / name).close()
    with pytest.raises(twpos.ConfigError, match=r"User|user_agent"):
        omni.Client(**OMNI, user_agent='bad\n"\\agent')
    omni.Client(**OMNI, is_test=False, ipass_refusal_codes=("0051", "0054"), timeout_seconds=20).close()
