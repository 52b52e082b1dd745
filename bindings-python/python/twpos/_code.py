"""What every enum can do: its members are texts, so that they may stand wherever a message has one."""

from __future__ import annotations

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    AnyCode = TypeVar("AnyCode", bound="Code")


class Text(str, Enum):
    """Texts of this library's own: `Outcome.UNKNOWN == "unknown"`."""

    __str__ = str.__str__
    __format__ = str.__format__  # type: ignore[assignment]


class Code(str, Enum):
    """A vendor's codes: `Pfn.CREDIT_CARD == "CREDITCARD"`.

    Messages carry codes as the text that came; `from_code` says what a text means and never fails.
    """

    number: int | None
    """The code as a number, where the document gives it one."""
    chinese: str
    """The meaning in Chinese, as the document has it."""
    english: str
    """The meaning in English."""
    _others: tuple[str, ...]

    if not TYPE_CHECKING:  # which would take these for the parameters of `Pfn("CREDITCARD")`

        def __new__(cls, code, chinese, english, number=None, others=()):
            member = str.__new__(cls, code)
            member._value_ = code
            member.number = number
            member.chinese = chinese
            member.english = english
            member._others = others
            return member

    @property
    def code(self) -> str | None:
        """The code as it is written on the wire; `None` for `UNKNOWN`."""
        return None if self.name == "UNKNOWN" else self.value

    @classmethod
    def from_code(cls: type[AnyCode], code: str) -> AnyCode:
        """The meaning of a code as it came, by name or by number; `UNKNOWN` if it is not listed."""
        unknown: AnyCode = cls["UNKNOWN"]
        table = _TABLES.get(cls) or _TABLES.setdefault(cls, _by_code(cls))
        known: AnyCode = table.get(code, unknown)
        return known

    __str__ = str.__str__
    __format__ = str.__format__  # type: ignore[assignment]


def made(module: dict[str, Any], name: str) -> Any:
    """The enum of that name, which its first use makes: making those of all providers takes longer than a charge.

    `_Name` of the module makes it.
    """
    if name not in module["__all__"]:
        raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
    # Of two threads that come at once, both get the same one.
    return module.get(name) or module.setdefault(name, module[f"_{name}"]())


_TABLES: dict[type[Code], dict[str, Any]] = {}


def _by_code(codes: type[Code]) -> dict[str, Any]:
    members = [member for member in codes if member.code is not None]
    table: dict[str, Any] = {other: member for member in members for other in member._others}
    table.update((member.value, member) for member in members)
    return table
