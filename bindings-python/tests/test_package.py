"""The installed wheel: what it holds, and what it must not hold."""

from __future__ import annotations

import compileall
import importlib.metadata
import inspect
import pydoc
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import twpos
from conftest import ROOT
from twpos import _native, aio, icash, mypay, omni


def test_the_package_under_test_is_the_installed_one() -> None:
    assert twpos.__file__ and "site-packages" in twpos.__file__
    assert importlib.metadata.version("twpos") == twpos.__version__
    assert f'\nversion = "{twpos.__version__}"\n' in (ROOT / "Cargo.toml").read_text(encoding="utf-8")


def test_the_wheel_is_typed() -> None:
    files = {str(path) for path in importlib.metadata.files("twpos") or []}
    stubs = {"_native.pyi", *(f"{provider}/_codes.pyi" for provider in ("icash", "mypay", "omni"))}
    assert {f"twpos/{name}" for name in stubs | {"py.typed"}} <= files
    native = next(file for file in files if "_native" in file and file.endswith((".so", ".pyd")))
    assert "abi3" in native or native.endswith(".pyd"), native


@pytest.mark.parametrize("module", [twpos, aio, icash, mypay, omni])
def test_every_public_name_exists_and_is_documented(module: object) -> None:
    names = module.__all__  # type: ignore[attr-defined]
    assert len(names) == len(set(names)) > 3
    for name in names:
        value = getattr(module, name)
        assert name.startswith("__") or isinstance(value, str) or inspect.getdoc(value), name
        if inspect.isclass(value):
            assert not value.__module__.startswith("twpos._"), f"{name} shows a private module"


def readelf(what: str) -> str:
    assert _native.__file__
    command = ["readelf", "--wide", what, _native.__file__]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one unwinder")
def test_the_unwinder_is_the_system_s() -> None:
    """With an unwinder of its own, the process crashes where glibc unwinds through it (test_exit.py)."""
    dynamic, symbols = readelf("--dynamic"), readelf("--dyn-syms")
    assert "[libgcc_s.so.1]" in dynamic
    unwinder = [line.split() for line in symbols.splitlines() if "_Unwind_" in line]
    assert {words[6] for words in unwinder} == {"UND"}
    assert any(words[7].startswith("_Unwind_RaiseException") for words in unwinder)


def test_a_wheel_for_manylinux2014_asks_for_no_newer_glibc() -> None:
    tags = importlib.metadata.distribution("twpos").read_text("WHEEL") or ""
    if "manylinux2014" not in tags:
        pytest.skip("a wheel for this machine")
    versions = re.findall(r"GLIBC_2\.(\d+)", readelf("--version-info"))
    assert versions and max(map(int, versions)) <= 17


def test_help_teaches_units_and_limits() -> None:
    text = pydoc.plain(pydoc.render_doc(icash.PayRequest))
    assert "tx_amt: 'int'" in text or "tx_amt: int" in text
    assert "whole New Taiwan dollars" in text and "1-999999999" in text
    text = pydoc.plain(pydoc.render_doc(icash.Client))
    assert "never charge again under" in text and "timeout_seconds" in text


def test_a_package_without_its_source(tmp_path: Path) -> None:
    """As in a frozen program: `help` has less to say, and that is all."""
    package = tmp_path / "twpos"
    shutil.copytree(Path(twpos.__file__).parent, package)
    compileall.compile_dir(str(package), quiet=1, legacy=True)
    for source in package.rglob("*.py"):
        source.unlink()
    code = "import pydoc; from twpos import icash; print(pydoc.plain(pydoc.render_doc(icash.CancelRequest)))"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "op_seq: 'str'" in text and "The reversal of a payment" in text


def test_a_release_has_no_self_test() -> None:
    """The functions that fail on purpose are in the wheel that is built for one test only."""
    assert hasattr(_native, "self_test_panic") == (Path(sys.prefix).name.endswith("self-test"))


def test_the_import_pulls_in_nothing_heavy() -> None:
    heavy = ("asyncio", "concurrent.futures", "ssl", "http.client", "json", "dataclasses", "typing", "re")
    late = ("twpos.aio", "twpos.icash._codes", "twpos.icash.envelope", "twpos.mypay", "twpos.omni")
    path = f"sys.path.append({str(Path(twpos.__file__).parents[1])!r})"
    code = (
        f"import sys; {path}; from twpos import icash; print([one for one in {heavy + late!r} if one in sys.modules])"
    )
    # Without what a site's own start-up files load.
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert {"aio", "icash", "mypay", "omni"} < set(dir(twpos))
    assert twpos.aio.__name__ == "twpos.aio", "it comes with its first use"
    with pytest.raises(AttributeError, match="no_such_name"):
        twpos.no_such_name  # type: ignore[attr-defined]  # noqa: B018
