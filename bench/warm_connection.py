"""Shows with strace that a charge on a warm connection resolves no name, opens no socket, starts no thread.

Two runs that differ only in the number of charges: whatever grows between them is done per charge.
"""

import os
import shutil
import subprocess
import tempfile

FEW, MANY = 50, 150
# A lookup of a name opens sockets and reads the resolver's files, so it shows up here.
PER_CONNECTION = ["socket", "connect", "clone", "clone3", "openat"]
# What a charge must do; that this grows shows that strace sees the charges.
PER_CHARGE = ["sendto", "recvfrom", "write", "read"]


class Skipped(Exception):
    """Why it could not be shown here."""


def table(charges):
    """`charges(count)` gives the command of a run that makes so many charges."""
    strace = find_strace()
    few, many = count_calls(strace, charges(FEW)), count_calls(strace, charges(MANY))
    rows = [["system call", f"{FEW} charges", f"{MANY} charges", "per charge"]]
    for name in PER_CONNECTION + PER_CHARGE:
        a, b = few.get(name, 0), many.get(name, 0)
        if a or b or name in PER_CONNECTION:
            rows.append([name, str(a), str(b), f"{(b - a) / (MANY - FEW):g}"])
    grew = [name for name in PER_CONNECTION if many.get(name, 0) > few.get(name, 0)]
    seen = any(many.get(name, 0) - few.get(name, 0) >= MANY - FEW for name in PER_CHARGE)
    return rows, seen and not grew


def find_strace():
    if not shutil.which("strace") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "strace"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if not shutil.which("strace"):
        raise Skipped("strace is not installed")
    return "strace"


def count_calls(strace, command):
    names = ",".join(PER_CONNECTION + PER_CHARGE)
    with tempfile.NamedTemporaryFile("r") as summary:
        # "?" lets strace accept a call that this architecture lacks.
        trace = "trace=" + ",".join("?" + name for name in names.split(","))
        run = subprocess.run([strace, "-f", "-c", "-e", trace, "-o", summary.name, *command],
                             capture_output=True, text=True)
        if run.returncode != 0:
            raise Skipped(f"strace failed: {run.stderr.strip().splitlines()[-1:]}")
        # % time, seconds, usecs/call, calls, [errors,] name
        lines = (line.split() for line in summary)
        return {line[-1]: int(line[3]) for line in lines if len(line) >= 5 and line[3].isdigit()}
