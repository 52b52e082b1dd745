"""Named settings as the TOML text that core reads, so that they are judged in one place only."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any


def to_toml(provider: str, settings: Mapping[str, Any]) -> str:
    """One provider's table. Settings that are `None` are left out."""
    lines = [f"{name} = {_value(value)}" for name, value in settings.items() if value is not None]
    return "\n".join([f"[{provider}]", *lines, ""])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "inf"  # TOML knows no such whole number, nor has any setting a use for it
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_value(entry) for entry in value)}]"
    # TOML's basic strings are JSON's, but for DEL.
    return json.dumps(os.fspath(value), ensure_ascii=False).replace("\x7f", "\\u007f")
