"""What every message can do. The classes themselves are generated from core's source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ._names import shown
from ._native import Fields, MessageBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Generic, NoReturn, TypeVar, overload

    from typing_extensions import dataclass_transform

    Self = TypeVar("Self", bound="Message")
    Entry = TypeVar("Entry")
    MessageClass = TypeVar("MessageClass", bound="type[Message]")

    class Listed(Generic[Entry]):
        """The type of a field that is made from whatever can be gone through, and gives a tuple."""

        @overload
        def __get__(self, message: None, owner: type[object]) -> Listed[Entry]: ...
        @overload
        def __get__(self, message: object, owner: type[object]) -> tuple[Entry, ...]: ...
        def __get__(self, message: object, owner: type[object]) -> object: ...
        def __set__(self, message: object, entries: Iterable[Entry]) -> None: ...

else:

    def dataclass_transform(**_):
        return lambda decorator: decorator


NO_ENTRIES: Any = ()
"""An empty list."""
NOTHING: Mapping[str, str] = MappingProxyType({})
"""No further fields."""


def frozen(fields: Any) -> Any:
    """A copy that cannot be changed, so that no change is made in vain. What is no mapping is refused by the call."""
    if not isinstance(fields, Mapping):
        return fields
    return MappingProxyType(dict(fields)) if fields else NOTHING


def listed(entries: Any) -> Any:
    """A copy that cannot be changed, likewise."""
    return tuple(entries) if isinstance(entries, Iterable) else entries


class _Signature:
    """What `inspect.signature` shows of a message's class."""

    def __get__(self, message: object, owner: type[Message]) -> object:
        from ._describe import signature

        # That of a subclass of the caller's is its own.
        return signature(owner._message_types, owner._message_defaults) if owner.__init__ is Message.__init__ else None


class _Slots(dict):  # type: ignore[type-arg]
    """The names of a message's fields with the documentation that `help` shows, which their first reader brings."""

    def __getitem__(self, name: str) -> str | None:
        from ._describe import documentation

        text: str | None = documentation(*super().__getitem__(name)).get(name)
        return text


class Message(MessageBase):
    """A message of a provider: keyword-only, immutable, comparable, hashable, and safe to print.

    A pickle holds everything, secrets too; so does `to_dict`. The repr does not: what a log may not show is
    `[redacted]`, a request's `extra` too, and fields that are not set are left out.
    """

    __slots__ = ()
    _secrets: ClassVar[frozenset[str]] = frozenset()
    """Names of attributes, and in lower case the vendor's names, of what no repr may show."""
    _parts: ClassVar[Mapping[str, type[Message]]] = MappingProxyType({})
    _message_types: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """The fields in their order, with the annotations of the class."""
    _message_defaults: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    """Of the fields that are not required."""
    _message_fields: ClassVar[Fields]
    """What fills a message."""

    __signature__: ClassVar[Any] = _Signature()

    @classmethod
    def from_dict(cls: type[Self], fields: Mapping[str, Any]) -> Self:
        """The message with these fields, named as the attributes are; parts may be dictionaries too.

        Raises TypeError for a name that is no field, and for a required field that is missing.
        """
        given = dict(fields)
        for name, part in cls._parts.items():
            value = given.get(name)
            if isinstance(value, Mapping):
                given[name] = part.from_dict(value)
            elif isinstance(value, (list, tuple)):
                given[name] = [part.from_dict(each) if isinstance(each, Mapping) else each for each in value]
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """Every field by its name, with plain dictionaries, lists, texts and numbers: fit for JSON."""
        return {name: _plain(getattr(self, name)) for name in self._message_types}

    def replace(self: Self, **changes: Any) -> Self:
        """The same message with some fields changed."""
        fields = {name: getattr(self, name) for name in self._message_types}
        fields.update(changes)
        return type(self)(**fields)

    __replace__ = replace

    def __repr__(self) -> str:
        fields = ((name, getattr(self, name)) for name in self._message_types)
        shown = ", ".join(f"{name}={self._shown(name, value)}" for name, value in fields if _is_set(value))
        return f"{type(self).__name__}({shown})"

    def _shown(self, name: str, value: Any) -> str:
        if name in self._secrets:
            return "[redacted]"
        if isinstance(value, Mapping):
            further = ", ".join(f"{key!r}: {self._shown_further(key, text)}" for key, text in value.items())
            return f"{{{further}}}"
        return repr(value)

    def _shown_further(self, name: Any, value: Any) -> str:
        # What else a merchant must send is known to nobody here: a token may be among it. A caller's subclass may have
        # any name.
        if any(kind.__name__.endswith("Request") for kind in type(self).__mro__):
            return "[redacted]"
        # One that is an object or a list may have anything inside.
        is_json = isinstance(value, str) and value.lstrip().startswith(("{", "["))
        # A member of another type than its field has this before its name.
        given_name = str(name).lower().removeprefix("reply.")
        return "[redacted]" if is_json or given_name in self._secrets else repr(value)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._message_types)

    def __hash__(self) -> int:
        values = (getattr(self, name) for name in self._message_types)
        # Of further fields the order does not count, as it does not for equality.
        return hash(tuple(frozenset(value.items()) if isinstance(value, Mapping) else value for value in values))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_dict, (self.to_dict(),)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a message cannot be changed; use replace({shown(name)}=…)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a message cannot be changed")


def _is_set(value: object) -> bool:
    return value is not None and value != "" and value != () and value != NOTHING


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return dict(value)
    return str(value) if isinstance(value, str) else value


def fields(body: dict[str, Any]) -> Any:
    """The slots of a message's class, for what its body annotates. A field without a default is required.

    The defaults leave the body, where no slot may be beside them.
    """
    types: dict[str, str] = body.pop("__annotations__")
    module, name = body["__module__"], body["__qualname__"]
    defaults: dict[str, Any] = {}
    copied: dict[str, Any] = {}
    for field, annotation in types.items():
        if field in body:
            defaults[field] = body.pop(field)
        if annotation.endswith("]"):
            copied[field] = listed if annotation.startswith("Listed[") else frozen
    body["__module__"] = module.rpartition(".")[0]
    body["_message_types"], body["_message_defaults"] = types, defaults
    body["_message_fields"] = Fields(name, tuple(types), defaults, copied)
    return _Slots(dict.fromkeys(types, (module, name)))


@dataclass_transform(kw_only_default=True, frozen_default=True)
def message(cls: MessageClass) -> MessageClass:
    """Tells type checkers that what this class annotates is what its constructor takes."""
    return cls
