"""The figures of andon, each as a ratio to a floor that is measured in turns with it.

Called by ci/bench, which builds what is measured. Arguments: the folder of the binaries, the
measuring program, and the names of the figures that are wanted (all, if none is named).
"""

import os
import statistics
import subprocess
import sys
import tempfile

FOLDER, BENCH, *WANTED = sys.argv[1:]
ANDON = os.path.join(FOLDER, "andon")


def measure(words, folder, count=1):
    """Seconds and peak bytes of `count` runs in sequence."""
    out = subprocess.run(
        [BENCH, "time", str(count), *words], cwd=folder, stdout=subprocess.PIPE, check=True
    ).stdout.split()
    return float(out[0]), int(out[1])


def paired(rounds, floor, contender):
    """The median ratio of contender to floor, measured in turns."""
    ratios = []
    for _ in range(rounds):
        base = floor()
        ratios.append(contender() / base)
    return statistics.median(ratios)


def report(name, value, sign, limit):
    met = value <= limit if sign == "<=" else value >= limit
    print(f"{name} {value:.2f} (must reach {sign} {limit:g}): {'met' if met else 'MISSED'}")
    sys.stdout.flush()


def start_up(folder):
    ratio = paired(
        9,
        lambda: measure(["/bin/true"], folder, 40)[0],
        lambda: measure([ANDON, "--version"], folder, 40)[0],
    )
    report("start-up ratio", ratio, "<=", 9)


def write_pipeline(folder, chain):
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\nmachine: { jobs: 2 }\nstages:\n")
        for number in range(200):
            needs = f", needs: [s{number - 1}]" if chain and number else ""
            file.write(f"  s{number}: {{ run: [/bin/true]{needs} }}\n")


def stages(folder, chain, name, limit):
    write_pipeline(folder, chain)
    ratio = paired(
        9,
        lambda: measure(["/bin/true"], folder, 200)[0],
        lambda: measure([ANDON, "run", "--host", "plain"], folder)[0],
    )
    report(name, ratio, "<=", limit)


def output(folder):
    size = 2_000_000_000
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write(
            f"version: 1\nstages:\n  big: {{ run: ['{BENCH}', print, '{size}'], "
            "timeout: { soft: 9m, hard: 10m } }\n"
        )
    peaks = []

    def andon():
        seconds, peak = measure([ANDON, "run", "--host", "plain"], folder)
        peaks.append(peak)
        os.remove(os.path.join(folder, "andon-out/logs/big.1.log"))
        return seconds

    def tee():
        seconds = measure(["sh", "-c", f"'{BENCH}' print {size} | tee FILE >/dev/null"], folder)[0]
        os.remove(os.path.join(folder, "FILE"))
        return seconds

    report("output rate against tee", 1 / paired(3, tee, andon), ">=", 0.8)
    report("output memory MB", max(peaks) / 1e6, "<=", 64)


FIGURES = {
    "start-up": start_up,
    "flat": lambda folder: stages(folder, False, "200 stages flat ratio", 2.2),
    "chain": lambda folder: stages(folder, True, "200 stages chain ratio", 4),
    "output": output,
}

for name in WANTED or FIGURES:
    with tempfile.TemporaryDirectory() as folder:
        FIGURES[name](folder)
