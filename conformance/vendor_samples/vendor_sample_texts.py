"""Document 003's sample programs, cut out of its text as printed, and the few repairs without which they
cannot be compiled. See vendor_samples.md."""
import re
from pathlib import Path

LANGUAGES = ("python", "php", "javascript", "java", "csharp")
OPERATIONS = ("order", "query", "refund")

# How a program begins and ends in the document. Each language is there once per operation, in this order.
CUTS = {
    "php": r"^<\?php$.*?^\?>$",
    "csharp": r"^using Newtonsoft\.Json;$.*?(?=^import com\.fasterxml)",
    "java": r"^import com\.fasterxml.*?(?=^const crypto = )",
    "javascript": r"^const crypto = .*?^Agent\w+\.run\(\);$",
    "python": r"^# -\*- coding: utf-8 -\*-$.*?^Agent\w+\.run\(\)$",
}

# What the samples hold in place of a merchant's own values.
URL = "https://pay.usecase.cc/api/agent"
AGENT_UID = "518169081001"
STORE_UID = "289151880002"
ORDER_UID = {"query": "95217", "refund": "95047"}
ORDER_KEY = {"query": "3425042d7d266e4aea5fd4653a0271db", "refund": "85def7799fd15978cac14a44846f3a2a"}
ORDERED_VOUCHER = "P1635306439"
REFUNDED_VOUCHER = "P1634634156"


class Drift(Exception):
    """The document does not hold what this program was written for."""


def document():
    """The document's text, or None: it is the vendor's, so it lies beside this repository and not in it."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "spec"
    found = sorted(folder.glob("003_*.txt"))
    return found[0].read_text(encoding="utf-8") if found else None


def sample(text, language, operation):
    """One program, repaired."""
    found = re.findall(CUTS[language], text, re.DOTALL | re.MULTILINE)
    if len(found) != len(OPERATIONS):
        raise Drift(f"{len(found)} programs in {language}, not {len(OPERATIONS)}")
    program = found[OPERATIONS.index(operation)]
    return REPAIRS.get(language, lambda program: program)(program)


def _repair_java(program):
    """A voucher and the list of vouchers have one name, which no compiler takes: names the voucher anew."""
    for name in re.findall(r"Map<Object, Object> (voucher\w+) = ", program):
        program = replaced(program, f"Map<Object, Object> {name} = ", f"Map<Object, Object> one_{name} = ", 1)
        program = replaced(program, f" {name}.put(", f" one_{name}.put(")
        program = replaced(program, f"{name}.add({name})", f"{name}.add(one_{name})", 1)
    return program


def _repair_csharp(program):
    """As in Java."""
    for name in re.findall(r"dynamic (voucher\w+) = ", program):
        program = replaced(program, f"dynamic {name} = ", f"dynamic one_{name} = ", 1)
        program = re.sub(rf"(?<= ){name}\.(?=\w+ = )", f"one_{name}.", program)
        program = replaced(program, f"{name}.Add({name})", f"{name}.Add(one_{name})", 1)
    return program


REPAIRS = {"java": _repair_java, "csharp": _repair_csharp}


def agent_key(program):
    """The key that a program holds. Whoever it is, it is not ours to keep here."""
    found = re.search(r'agentKey = b?"([^"]+)"', program)
    if found is None:
        raise Drift("a sample without agentKey")
    return found[1]


def replaced(program, old, new, times=None):
    """Text replacement that notices when there is nothing to replace."""
    count = program.count(old)
    if count == 0 or times not in (None, count):
        raise Drift(f"{old!r} stands {count} times in a sample")
    return program.replace(old, new)
