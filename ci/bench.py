"""The figures of andon, each as a ratio to a floor that is measured in turns with it.

Called by ci/bench, which builds what is measured. Arguments: the folder of the binaries, the
measuring program, and the names of the figures that are wanted (all, if none is named).
"""

import datetime
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

FOLDER, BENCH, *WANTED = sys.argv[1:]
ANDON = os.path.join(FOLDER, "andon")


def measure(words, folder, count=1):
    """Seconds, peak bytes and processor seconds of `count` runs in sequence."""
    out = subprocess.run(
        [BENCH, "time", str(count), *words], cwd=folder, stdout=subprocess.PIPE, check=True
    ).stdout.split()
    return float(out[0]), int(out[1]), float(out[2])


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
    report("binary, MB", os.path.getsize(ANDON) / 1e6, "<=", 25)
    true = lambda: measure(["/bin/true"], folder, 40)[0]
    version = lambda: measure([ANDON, "--version"], folder, 40)[0]
    report("start-up ratio", paired(9, true, version), "<=", 4)
    run = lambda: measure([ANDON, "run", "--host", "plain", "--", "/bin/true"], folder, 40)[0]
    report("one command with all reports, ratio", paired(9, true, run), "<=", 12)


def write_pipeline(folder, chain):
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\nmachine: { jobs: 2 }\nstages:\n")
        for number in range(200):
            needs = f", needs: [s{number - 1}]" if chain and number else ""
            file.write(f"  s{number}: {{ run: [/bin/true]{needs} }}\n")
    with open(os.path.join(folder, "build.ninja"), "w", encoding="utf-8") as file:
        file.write("rule t\n  command = /bin/true\n")
        for number in range(200):
            needs = f" s{number - 1}" if chain and number else ""
            file.write(f"build s{number}: t{needs}\n")
    with open(os.path.join(folder, "Makefile"), "w", encoding="utf-8") as file:
        names = " ".join(f"s{number}" for number in range(200))
        file.write(f"all: {names}\n")
        for number in range(200):
            needs = f" s{number - 1}" if chain and number else ""
            file.write(f"s{number}:{needs}\n\t@/bin/true\n")


def stages(folder, chain, name, limit):
    """200 no-op stages, with make and ninja beside; each round in a new folder, as on a CI machine."""
    ratios, beside = [], {"ninja -j2": [], "make -j2": []}
    for number in range(9):
        place = os.path.join(folder, str(number))
        os.mkdir(place)
        write_pipeline(place, chain)
        floor = measure(["/bin/true"], place, 200)[0]
        ratios.append(measure([ANDON, "run", "--host", "plain"], place)[0] / floor)
        for words in beside:
            beside[words].append(measure(words.split(), place)[0] / floor)
    report(name, statistics.median(ratios), "<=", limit)
    for words, others in beside.items():
        print(f"  beside: {words} {statistics.median(others):.2f}")


def build_log(folder):
    """The messages of a compiler about a real file, with all of its warnings."""
    words = ["gcc", "-v", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-c", "-o", "/dev/null"]
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench.c")
    return subprocess.run([*words, source], cwd=folder, stderr=subprocess.PIPE, check=True).stderr


def letters(_):
    chance = random.Random(1)
    lines = ("".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=80)) for _ in range(10_000))
    return "\n".join(lines).encode() + b"\n"


def json_lines(_):
    rows = (
        {"level": "info", "at": f"2026-11-30T10:{number % 60:02}:00Z", "module": f"crate{number % 97}",
         "message": "compiled unit", "seconds": number / 1000, "cached": number % 3 == 0}
        for number in range(10_000)
    )
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def output(folder):
    """1 GB of output of three kinds, beside the same output through tee."""
    peaks = []
    # Every CI system hands a secret over, which andon has to look for in all output.
    os.environ["BENCH_TOKEN"] = "ghp_abcdefghijkl"
    for name, make in {"letters": letters, "a build log": build_log, "JSON": json_lines}.items():
        text = make(folder)
        with open(os.path.join(folder, "block"), "wb") as file:
            file.write(text * max(1, 16_000_000 // len(text)))
            blocks = 1_000_000_000 // file.tell()
        words = ["cat"] + ["block"] * blocks
        with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
            file.write("version: 1\nlog: { max: 2GB }\n")
            file.write(f"stages:\n  big: {{ run: {json.dumps(words)} }}\n")

        def andon():
            seconds, peak, _ = measure([ANDON, "run", "--host", "plain"], folder)
            peaks.append(peak)
            os.remove(os.path.join(folder, "andon-out/logs/big.1.log"))
            return seconds

        def tee():
            command = " ".join(words) + " | tee FILE >/dev/null"
            seconds = measure(["sh", "-c", command], folder)[0]
            os.remove(os.path.join(folder, "FILE"))
            return seconds

        report(f"output rate against tee, {name}", 1 / paired(3, tee, andon), ">=", 1)
    report("output memory MB", max(peaks) / 1e6, "<=", 64)


def write_many(folder, count, objectives):
    """A pipeline of no-op stages, with an objective for each if wanted."""
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\nmachine: { jobs: 2 }\nstages:\n")
        file.writelines(f"  s{number}: {{ run: [/bin/true] }}\n" for number in range(count))
        if objectives:
            file.write("objectives:\n")
            file.writelines(
                f"  o{number}: {{ indicator: s{number}.wall, fail: '> 10s', warn: '> 5s' }}\n"
                for number in range(count)
            )


def check_many(folder):
    write_many(folder, 10_000, True)
    report("check of 10,000 stages, CPU s", measure([ANDON, "check"], folder)[2], "<=", 1)


def run_many(folder):
    """Cost of a stage and memory with 10,000 stages, and the journal of that run."""
    ratios = []
    peaks = []
    for _ in range(3):
        write_many(folder, 200, False)
        few = measure([ANDON, "run", "--host", "plain"], folder, 5)[0] / 1000
        write_many(folder, 10_000, True)
        seconds, peak, _ = measure([ANDON, "run", "--host", "plain"], folder)
        ratios.append(seconds / 10_000 / few)
        peaks.append(peak)
    report("cost of a stage, 10,000 against 200", statistics.median(ratios), "<=", 1.3)
    report("memory with 10,000 stages, MB", max(peaks) / 1e6, "<=", 100)
    words = [ANDON, "report", "--journal", "andon-out/journal.jsonl", "--dir", "again"]
    report("journal of 10,000 stages, CPU s", measure(words, folder)[2], "<=", 3)


def reports_many(folder):
    """All reports of 100,000 objectives, a third of them broken, written and read back."""
    limits = [("wall", "> 10s"), ("cpu", "> 10s"), ("exit-code", "< 1")]
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\nstages:\n  a: { run: [/bin/true] }\nobjectives:\n")
        for number in range(100_000):
            name, limit = limits[number % 3]
            file.write(f"  objective-{number}: {{ indicator: a.{name}, fail: '{limit}' }}\n")
    measure([ANDON, "run", "--host", "plain"], folder)
    words = [ANDON, "report", "--from", "andon-out/verdict.json", "--dir", "again"]
    _, peak, processor = measure(words, folder)
    report("reports of 100,000 objectives, CPU s", processor, "<=", 5)
    report("reports of 100,000 objectives, MB", peak / 1e6, "<=", 300)


def lines_of(folder, kind, fields):
    """100,000 questions of a kind, each with 30 values."""
    source = random.Random(5)
    path = os.path.join(folder, f"{kind}.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for number in range(100_000):
            values = [round(10 * source.lognormvariate(0, 0.1), 4) for _ in range(30)]
            file.write(json.dumps({"id": number, "kind": kind, **fields(values)}) + "\n")
    return path


def rules(folder):
    """Questions to the rules for noisy numbers, the dearest kind of them."""
    tolerance = {"margin": 0.1, "direction": "lower", "alpha": 0.05}
    kinds = {
        "static": lambda values: {"series": values, "limit": 10, "max_runs": 30},
        "relative": lambda values: {
            "baseline": [[value] for value in values], "series": values[:5], **tolerance},
        "paired": lambda values: {
            "base": values, "head": [value * 1.1 for value in values[::-1]], **tolerance},
        "history": lambda values: {"series": values},
        "family": lambda values: {"p": [value / 20 for value in values], "q": 0.05},
    }
    seconds = []
    for kind, fields in kinds.items():
        path = lines_of(folder, kind, fields)
        words = ["sh", "-c", f'exec "{ANDON}" judge --jsonl < {path} > {folder}/answers']
        seconds.append(measure(words, folder)[2])
        print(f"100,000 questions, {kind}: CPU s {seconds[-1]:.2f}")
    report("100,000 questions of 30 values, CPU s", max(seconds), "<=", 5)


def power(folder):
    """Tables of errors and of what is seen; 4,000 simulated courses a cell give or take 0.7 %."""
    sys.dont_write_bytecode = True
    import power as tables

    tables.static(ANDON, 20_000)
    report("paired, false failures up to the margin, %", tables.paired(ANDON, 4000), "<=", 6)
    report("against a history, false failures up to the margin, %", tables.relative(ANDON, 4000), "<=", 6)
    report("any false failure of 20 figures at the margin, %", tables.family(ANDON, 2000), "<=", 6)


def write_runs(path, count):
    """Runs of 20 indicators, on main and on 50 other branches."""
    source = random.Random(3)
    start = datetime.datetime(2024, 1, 1)
    names = ["wall", "cpu", "user", "system", "peak-memory"]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            at = start + datetime.timedelta(minutes=number)
            figures = [
                {"indicator": f"s{stage}.{name}", "unit": "B" if name == "peak-memory" else "s",
                 "values": [round(10 * source.lognormvariate(0, 0.03), 6) for _ in range(3)]}
                for stage in range(4) for name in names]
            file.write(json.dumps({
                "schemaVersion": 1, "id": "%032x" % source.getrandbits(128),
                "startedAt": at.isoformat(timespec="milliseconds") + "Z", "seconds": 100.5,
                "pipeline": "p", "commit": "%040x" % source.getrandbits(160),
                "branch": f"b{number % 50}" if number % 3 else "main", "mergeBase": None,
                "machineClass": None, "fingerprint": "a machine", "verdict": "green",
                "figures": figures,
                "objectives": [{"id": "creep", "judgment": "pass", "waived": False}]}) + "\n")


def history(folder):
    """The memory of 100,000 runs: its size, what a baseline costs, and how long pruning takes."""
    write_runs(os.path.join(folder, "runs.jsonl"), 100_000)
    past = os.path.join(folder, "past.sqlite")
    subprocess.run(
        [ANDON, "history", "import", "--history", past, "runs.jsonl"], cwd=folder, check=True,
        stdout=subprocess.DEVNULL)
    report("history of 100,000 runs, MB", os.path.getsize(past) / 1e6, "<=", 400)
    head = "version: 1\nname: p\nstages: { s0: { run: [/bin/true] } }\nobjectives: { creep: { indicator: s0.wall, "
    for name, rest in (
        ("without", 'fail: "> 10s"'),
        ("with", f'against: {{ history: {past}, branch: main }}, fail: "> +10%"'),
    ):
        with open(os.path.join(folder, f"{name}.yaml"), "w", encoding="utf-8") as file:
            file.write(f"{head}{rest} }} }}\n")
    run = lambda name: measure([ANDON, "run", "--host", "plain", "--config", f"{name}.yaml"], folder)[0]
    costs = [1000 * (run("with") - run("without")) for _ in range(9)]
    report("baseline out of 100,000 runs, ms", statistics.median(costs), "<=", 10)
    words = [ANDON, "history", "prune", "--history", past, "--keep", "100"]
    report("pruning 100,000 runs, s", measure(words, folder)[0], "<=", 5)


def explain(folder):
    """A build log of 400 MB, with all rules of the catalogue."""
    source = random.Random(1)
    lines = []
    for number in range(4000):
        name = f"src/module{source.randrange(99)}/file_{source.randrange(9999)}.cpp"
        lines.append(f"[{number % 900}/900] Building CXX object {name}.o")
        if number % 10 == 0:
            lines.append(f"/{name}:{number}:{number % 80}: warning: unused variable 'x'")
        if number % 5 == 0:
            lines.append(f"test test_{number}::works_with_sockets ... ok")
    block = "\n".join(lines) + "\n"
    path = os.path.join(folder, "build.log")
    with open(path, "w", encoding="utf-8") as file:
        size = 0
        while size < 400e6:
            size += file.write(block)
    words = [ANDON, "explain", "--log", path]
    seconds = statistics.median(measure(words, folder)[2] for _ in range(5))
    report("log explained, MB per CPU second", size / 1e6 / seconds, ">=", 500)


def import_many(folder):
    """A million test cases, against xmllint's own reader on the same file."""
    path = os.path.join(folder, "junit.xml")
    with open(path, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?>\n<testsuites>\n<testsuite name="s">\n')
        for number in range(1_000_000):
            case = f'<testcase name="case {number}" classname="a.b.C" time="0.001"'
            body = "/>" if number % 1000 else '><failure message="x">trace</failure></testcase>'
            file.write(f"{case}{body}\n")
        file.write("</testsuite>\n</testsuites>\n")
    ratio = paired(
        5,
        lambda: measure(["xmllint", "--stream", "--noout", path], folder)[2],
        lambda: measure([ANDON, "import", path], folder)[2],
    )
    report("a million test cases, CPU ratio to xmllint", ratio, "<=", 2)
    report("a million test cases, MB", measure([ANDON, "import", path], folder)[1] / 1e6, "<=", 64)


def processor_of(folder, sleepers):
    """Processor seconds of andon itself while a stage holds so many processes for 10 s."""
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write(f"version: 1\nstages:\n  a: {{ run: ['{BENCH}', sleepers, '{sleepers}', '10'] }}\n")
    andon = subprocess.Popen(
        [ANDON, "run", "--host", "plain"], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    used = 0.0
    while andon.poll() is None:
        # Of the process itself, in nanoseconds; not of its children.
        with open(f"/proc/{andon.pid}/schedstat", encoding="utf-8") as file:
            used = int(file.read().split()[0]) / 1e9
        time.sleep(0.05)
    return used


def sampler(folder):
    """What andon itself costs meanwhile, its start and its reports included."""
    share = processor_of(folder, 1000) / 10
    report("sampler with 1,000 processes, % of a processor", share * 100, "<=", 1.5)


def storm_end(folder, words):
    """Milliseconds from hard deadline and grace period to the end of the last process."""
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write(
            f"version: 1\nstages:\n  a: {{ run: ['{BENCH}', storm, '50'], "
            "timeout: { hard: 1s, grace: 500ms } }\n"
        )
    subprocess.run(
        [*words, ANDON, "run", "--host", "plain"], cwd=folder, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with open(os.path.join(folder, "andon-out/journal.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    ended = next(row for row in rows if row["event"] == "attempt-finished")
    rung = rows[0]["run"]["machine"]["containment"]
    moment = datetime.datetime.fromisoformat
    span = moment(ended["at"][:-1]) - moment(ended["attempt"]["startedAt"][:-1])
    return rung, span.total_seconds() * 1000 - 1500


def storm(folder):
    # Without the right to make cgroups: the same, with their file system made read-only.
    read_only = (
        "for m in $(awk '$3 ~ /^cgroup/ {print $2}' /proc/mounts); do "
        'mount -o remount,ro,bind "$m" 2>/dev/null || { mount --bind "$m" "$m" && '
        'mount -o remount,ro,bind "$m"; }; done; exec "$@"'
    )
    for words, limit in [([], 20), (["unshare", "-m", "sh", "-c", read_only, "sh"], 100)]:
        ends = [storm_end(folder, words) for _ in range(5)]
        rung = ends[0][0]
        if words and rung == "cgroup":
            print("storm without cgroup: not measured, the machine lets nobody mount")
            continue
        if rung != "cgroup":
            limit = 100
        report(f"storm of 50, {rung}, ms", statistics.median(end for _, end in ends), "<=", limit)


def hashing(folder):
    """Checking the receipt over 2 GB in 1,000 files against sha256sum on the same files."""
    os.mkdir(os.path.join(folder, "out"))
    block = os.urandom(2_000_000)
    names = [f"out/{number:04}" for number in range(1000)]
    for number, name in enumerate(names):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(number.to_bytes(4, "big") + block[4:])
    with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
        file.write("version: 1\nstages: { made: { run: [/bin/true], outputs: [out/**] } }\n")
    measure([ANDON, "run", "--host", "plain"], folder)
    ratio = paired(
        5,
        lambda: measure(["sha256sum", *names], folder)[2],
        lambda: measure([ANDON, "verify"], folder)[2],
    )
    report("hashing 2 GB in 1,000 files, CPU against sha256sum", ratio, "<=", 1)
    speed = 2 / statistics.median(measure([ANDON, "verify"], folder)[2] for _ in range(3))
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        has_instructions = "sha_ni" in file.read()
    if has_instructions:
        report("hashing, GB for a CPU second", speed, ">=", 1)


def hostile(folder):
    """Inputs that once cost a multiple of their size, each against the plain case."""
    limit = 10

    def run(text):
        with open(os.path.join(folder, "andon.yaml"), "w", encoding="utf-8") as file:
            file.write(text)
        return measure([ANDON, "run", "--host", "plain"], folder)[0]

    def stages(lock):
        rows = (f"  s{number}: {{ run: [/bin/true]{lock(number)} }}\n" for number in range(5000))
        return "version: 1\nmachine: { jobs: 4 }\nstages:\n" + "".join(rows)

    free = stages(lambda number: "")
    locked = stages(lambda number: f", locks: [l{number % 60}, l{(number * 7 + 1) % 60}]")
    report("5,000 stages over 60 locks", paired(3, lambda: run(free), lambda: run(locked)), "<=", limit)

    def printing(secrets, text):
        with open(os.path.join(folder, "text"), "w", encoding="utf-8") as file:
            file.write(text)
        for name in [name for name in os.environ if name.startswith("BENCH_TOKEN")]:
            del os.environ[name]
        for number, secret in enumerate(secrets):
            os.environ[f"BENCH_TOKEN_{number}"] = secret
        return run("version: 1\nstages: { s: { run: [cat, text] } }\n")

    prefix = "ghp_abcdefghijklmnopqrstuvwxyz"
    lines = f"{prefix} a line of output\n" * 2_000_000
    report(
        "5,000 secrets with one prefix",
        paired(
            3,
            lambda: printing([prefix + "000"], lines),
            lambda: printing([f"{prefix}{number:04}" for number in range(5000)], lines)),
        "<=", limit)
    letters = ("a" * 79 + "\n") * 1_250_000
    report(
        "a secret of 20,000 equal letters",
        paired(
            3, lambda: printing(["a-short-secret"], letters),
            lambda: printing(["a" * 20_000 + "b"], letters.replace("\n", ""))),
        "<=", limit)
    printing([], "")
    write_runs(os.path.join(folder, "runs.jsonl"), 50_000)
    path = os.path.join(folder, "past.sqlite")

    def imported():
        for name in [path, path + "-wal", path + "-shm"]:
            if os.path.exists(name):
                os.remove(name)
        return measure([ANDON, "history", "import", "--history", path, "runs.jsonl"], folder)[0]

    words = ["sh", "-c", f"'{ANDON}' history export --history {path} > exported"]
    report(
        "export of 50,000 runs, against their import",
        paired(3, imported, lambda: measure(words, folder)[0]), "<=", limit)


# Files of which an older build may have read less or more cheaply: a name, the words of andon, and
# how many times which line is written to `file`.
COMPARED = {
    "patterns": (["explain", "--log", "file"], 4_000_000, "[{n}/900] Building CXX object src/m{n}.o"),
    "patterns, not ASCII": (["explain", "--log", "file"], 4_000_000, "✔ Prüfung {n} der Größe"),
    "metrics": (["run", "--config", "metrics.yaml"], 1_000_000, "step {n} took {n} ms"),
    "metrics, not ASCII": (["run", "--config", "metrics.yaml"], 1_000_000, "✔ Schritt {n}: {n} ms"),
    "import of lcov": (["import", "file"], 1_000_000, "DA:{n},1"),
    "import of go test -bench": (["import", "file"], 100_000, "BenchmarkA{n}-8 100 {n} ns/op"),
    "import of libtest": (["import", "file"], 100_000, "test a::b{n} ... bench: {n} ns/iter (+/- 3)"),
    "import of JUnit": (["import", "file"], 300_000, '<testcase name="c{n}" time="0.01"/>'),
    "audit": (["audit", "file"], 20_000, "| row {n} | < 500 ms | {n} ms | ✅ |"),
    "check": (["check", "--config", "file"], 3_000, "  s{n}: {{ run: 'cd a && make -j4 b || exit 3' }}"),
}
AROUND = {
    "import of lcov": ("TN:\nSF:a.c\n", "end_of_record\n"),
    "import of JUnit": ('<testsuite name="s">\n', "</testsuite>\n"),
    "import of go test -bench": ("goos: linux\n", "PASS\n"),
    "audit": ("| Name | Target | Measured | Status |\n|---|---|---|---|\n", ""),
    "check": ("version: 1\nstages:\n", ""),
}
METRICS = """version: 1
stages:
  a:
    run: cat file
    metrics: { a: { regex: '(\\d+) \\S+$' }, b: { regex: 'took (\\d+)' }, c: { regex: '\\D(\\d+) ms' } }
"""


def before(folder):
    """Processor time against an older build, whose folder ANDON_BEFORE names."""
    older = os.environ.get("ANDON_BEFORE")
    if not older:
        print("no older build to compare with: ANDON_BEFORE names none")
        return
    with open(os.path.join(folder, "metrics.yaml"), "w", encoding="utf-8") as file:
        file.write(METRICS)
    for name, (words, count, line) in COMPARED.items():
        head, end = AROUND.get(name, ("", ""))
        with open(os.path.join(folder, "file"), "w", encoding="utf-8") as file:
            file.write(head)
            file.writelines(line.format(n=number) + "\n" for number in range(1, count + 1))
            file.write(end)

        def processor(binary):
            # An objective may fail; its exit code is not compared here.
            script = '"$0" "$@" >/dev/null 2>&1 || true'
            return measure(["/bin/sh", "-c", script, binary, *words], folder)[2]

        ratio = paired(
            9, lambda: processor(os.path.join(older, "andon")), lambda: processor(ANDON))
        report(f"{name}, CPU ratio to the older build", ratio, "<=", 1.03)


def compare_trees(folder):
    """Two trees of 100,000 files each, alike but for a few."""
    for tree in ["one", "two"]:
        for number in range(100):
            os.makedirs(os.path.join(folder, tree, f"out/{number:02}"))
        for number in range(100_000):
            name = f"out/{number % 100:02}/{number:06}"
            with open(os.path.join(folder, tree, name), "w", encoding="utf-8") as file:
                file.write(f"{number}\n" if number % 20_000 or tree == "one" else "other\n")
    words = ["compare", "result", "first", f"{folder}/one", "other", f"{folder}/two"]
    words = [ANDON + "-outputs", *words, "except", "/none", "output", "out/**"]
    runs = [measure(words, folder) for _ in range(3)]
    with open(os.path.join(folder, "result"), "rb") as file:
        assert file.read().count(b"differing\0") == 5
    report("comparing 100,000 files, CPU s", statistics.median(run[2] for run in runs), "<=", 3)
    report("comparing 100,000 files, MB", max(run[1] for run in runs) / 1e6, "<=", 64)


FIGURES = {
    "start-up": start_up,
    "flat": lambda folder: stages(folder, False, "200 stages flat ratio", 1.15),
    "chain": lambda folder: stages(folder, True, "200 stages chain ratio", 1.4),
    "output": output,
    "sampler": sampler,
    "storm": storm,
    "check-many": check_many,
    "run-many": run_many,
    "reports-many": reports_many,
    "rules": rules,
    "power": power,
    "history": history,
    "import-many": import_many,
    "explain": explain,
    "hashing": hashing,
    "compare-trees": compare_trees,
    "hostile": hostile,
    "before": before,
}

# Figures of processes are not to be those of a disk: where a folder lies in memory, it is used.
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
ON_DISK = {"output", "run-many", "reports-many"}

for name in WANTED or FIGURES:
    with tempfile.TemporaryDirectory(dir=None if name in ON_DISK else MEMORY) as folder:
        FIGURES[name](folder)
