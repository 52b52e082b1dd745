"""The scenario runner in Python: one JSON object per line in, one per line out (conformance/scenarios/README.md)."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import twpos

FIELDS = json.loads((Path(__file__).resolve().parents[2] / "conformance/fields.json").read_text(encoding="utf-8"))


@cache
def client(provider: str, config: str) -> Any:
    return getattr(twpos, provider).Client.from_config(config)


def from_vendor(provider: str, message: str, fields: Any) -> Any:
    """The vendor's names as a message; what is no object is left to the library to refuse."""
    known = FIELDS[provider]["messages"][message]
    given = {}
    for wire_name, value in fields.items():
        name, *part = known.get(wire_name, [wire_name])
        if part and isinstance(value, dict):
            value = from_vendor(provider, part[0], value)
        elif part and isinstance(value, list):
            value = [from_vendor(provider, part[0][0], entry) for entry in value]
        given[name] = value
    return getattr(getattr(twpos, provider), message)(**given)


def to_vendor(provider: str, message: Any) -> dict[str, Any]:
    """A message by the vendor's names, with further fields beside them."""
    fields: dict[str, Any] = {}
    for wire_name, (name, *part) in FIELDS[provider]["messages"][type(message).__name__].items():
        value: Any = getattr(message, name)
        if name == "extra":
            fields.update(message.extra)
            continue
        if part and isinstance(value, tuple):
            value = [to_vendor(provider, entry) for entry in value]
        elif part and value is not None:
            value = to_vendor(provider, value)
        if value is not None:
            fields[wire_name] = value
    return fields


def answer(question: dict[str, Any]) -> dict[str, Any]:
    if question["do"] == "call":
        provider, operation = question["operation"].split(".")
        request, _ = FIELDS[provider]["operations"][operation]
        call = getattr(client(provider, question["config"]), operation)
        return to_vendor(provider, call(from_vendor(provider, request, question["request"])))
    told = twpos.mypay.parse_notification(question["body"].encode())
    if question["do"] == "parse_notification":
        return to_vendor("mypay", told)
    told.verify(from_vendor("mypay", "ExpectedOrder", question["expected"]))
    return {}


for line in sys.stdin:
    try:
        reply: dict[str, Any] = {"response": answer(json.loads(line))}
    except twpos.Error as error:
        reply = {"error": vars(error)}
    print(json.dumps(reply, ensure_ascii=False), flush=True)
