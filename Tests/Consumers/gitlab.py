"""What GitLab reads: gitlab.py FOLDER SCHEMA

SCHEMA is GitLab's code climate schema. The Ruby scripts beside this one do what GitLab's readers do.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import jsonschema

from truth import Differences, Truth

truth = Truth(sys.argv[1])
here = Path(__file__).parent


def ruby(script, name):
    end = subprocess.run(
        ["ruby", here / script, truth.folder / name], capture_output=True, text=True, check=False)
    if end.returncode != 0:
        sys.exit(f"{script}: {end.stderr}")
    return json.loads(end.stdout)


def check_junit():
    differences = Differences("GitLab's JUnit reader")
    states = {}
    for case in ruby("gitlab_cases.rb", "junit.xml"):
        key = case["suite"], case["class"], case["name"]
        differences.same(f"{key} twice", key in states, False)
        states[key] = case["state"]
        if case["state"] in ("failure", "error"):
            differences.same(f"text of {key}", isinstance(case["text"], str) and case["text"] != "", True)
    differences.same("case", states, truth.cases())
    differences.end()


def check_code_quality():
    differences = Differences("GitLab's code quality reader")
    schema = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    entries = json.loads(truth.text("codequality.json"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    # The first invalid entry ends the reading.
    understood = {}
    for entry in entries:
        fault = next(validator.iter_errors(entry), None)
        if fault:
            differences.same("entry", fault.message, "")
            break
        understood[entry["fingerprint"]] = entry["severity"]
        path = entry["location"]["path"]
        differences.same("path", path.startswith(("/", "./", "../")), False)
    differences.same("entries", len(understood), len(entries))
    weights = {"critical": "error", "major": "error", "minor": "warning", "info": "note"}
    # A waived fail is information there.
    waived = sum(w for _, _, w in truth.results())
    expected = truth.problems()
    expected["warning"] -= waived
    expected["note"] += waived
    differences.same(
        "weights", dict(Counter(weights[s] for s in understood.values())), dict(+expected))
    again = [e["fingerprint"] for e in entries if any(c in e["fingerprint"] for c in "\n\r")]
    differences.same("fingerprints", again, [])
    differences.end()


def check_metrics():
    differences = Differences("GitLab's metrics reader")
    metrics = ruby("gitlab_metrics.rb", "metrics.txt")
    totals = truth.verdict["totals"]["objectives"]
    for name in ("pass", "warn", "fail", "unknown", "waived"):
        differences.same(name, metrics.get(f"andon_objectives{{judgment={name}}}"), str(totals[name]))
    judged = Counter(
        name.split("judgment=")[1].split(",")[0]
        for name in metrics if name.startswith("andon_objective_judgment{"))
    rows = Counter(row["judgment"] for row in truth.verdict["objectives"])
    differences.same("judgments", dict(judged), dict(rows))
    differences.end()


check_junit()
check_code_quality()
check_metrics()
