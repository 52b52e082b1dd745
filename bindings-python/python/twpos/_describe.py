"""What `help` and `inspect` show of the messages, read out of the source of their classes when somebody asks."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any


def signature(types: Mapping[str, str], defaults: Mapping[str, Any]) -> inspect.Signature:
    """The constructor's parameters."""
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=defaults.get(name, inspect.Parameter.empty),
                annotation=annotation.replace("Listed[", "Iterable["),
            )
            for name, annotation in types.items()
        ]
    )


def documentation(module: str, name: str) -> Mapping[str, str]:
    """The text after each field of the class; nothing where the source is not at hand, as in a frozen program."""
    return _documentation(module).get(name, {})


@cache
def _documentation(module: str) -> Mapping[str, Mapping[str, str]]:
    try:
        source = inspect.getsource(import_module(module))
    except OSError:
        return {}
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef))
    return {node.name: dict(_texts_after_fields(node.body)) for node in classes}


def _texts_after_fields(body: list[ast.stmt]) -> Any:
    for field, text in zip(body, body[1:]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            yield field.target.id, inspect.cleandoc(ast.literal_eval(text.value))
