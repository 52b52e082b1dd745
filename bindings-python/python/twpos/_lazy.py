"""What a payment may do without is loaded when it is first asked for: codes above all, which are half of an import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def names_of(provider: dict[str, Any], *modules: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a provider's package: its codes, and these modules of it."""
    package = provider["__name__"]

    def load(module: str) -> Any:
        from importlib import import_module

        return import_module(f"{package}.{module}")

    def public() -> list[str]:
        present = (name for name in provider if not name.startswith("_") and name != "TYPE_CHECKING")
        return sorted({*present, *modules, *load("_codes").__all__})

    def get(name: str) -> Any:
        if name == "__all__":
            return public()
        if name in modules:
            return load(name)
        if name.startswith("_") or name not in load("_codes").__all__:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        provider[name] = code = getattr(load("_codes"), name)
        return code

    return get, public
