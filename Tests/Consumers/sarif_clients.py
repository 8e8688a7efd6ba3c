"""Both SARIF files: sarif_clients.py FOLDER SCHEMA

The OASIS schema through check-jsonschema, sarif-tools, and the demands of GitHub's upload and of the
SARIF multitool that no schema states. SCHEMA is the OASIS schema.
"""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sarif import loader

from truth import Differences, Truth

truth = Truth(sys.argv[1])
files = [truth.folder / "verdict.sarif", truth.folder / "upload.sarif"]


def check_schema():
    command = [Path(sys.executable).parent / "check-jsonschema", "--schemafile", sys.argv[2], *files]
    end = subprocess.run(command, capture_output=True, text=True, check=False)
    if end.returncode != 0:
        sys.exit(f"check-jsonschema: {end.stdout}{end.stderr}")
    print("check-jsonschema: valid")


def check_tools():
    differences = Differences("sarif-tools")
    for path, expected in zip(files, (full_levels(), truth.upload())):
        report = loader.load_sarif_file(str(path)).get_report()
        counts = {
            level: sum(report.get_issue_type_histogram_for_severity(level).values())
            for level in ("error", "warning", "note", "none")
        }
        differences.same(path.name, {k: n for k, n in counts.items() if n}, dict(expected))
    differences.end()


def full_levels():
    return Counter(level for _, level, _ in truth.results())


def uris(value):
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("uri", "helpUri", "informationUri"):
                yield key, item
            yield from uris(item)
    elif isinstance(value, list):
        for item in value:
            yield from uris(item)


def check_rules():
    differences = Differences("demands of GitHub and the multitool")
    for path in files:
        log = json.loads(path.read_text(encoding="utf-8"))
        same = differences.same
        same("runs", len(log["runs"]), 1)
        run = log["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        same("category", run["automationDetails"]["id"].endswith("/"), True)
        same("version", run["tool"]["driver"]["version"][0].isdigit(), True)
        for rule in rules:
            what = rule["id"]
            same(f"{what} id", bool(re.fullmatch(r"[A-Z]{1,8}[0-9]+", what)), True)
            same(f"{what} name", bool(re.fullmatch(r"([A-Z][a-z]+)+", rule["name"])), True)
            same(f"{what} description", 0 < len(rule["fullDescription"]["text"]) <= 1000, True)
            same(f"{what} texts", bool(rule["shortDescription"]["text"] and rule["help"]["text"]
                                       and rule["help"]["markdown"]), True)
            same(f"{what} help", "`" in rule["help"]["text"], False)
            same(f"{what} level", rule["defaultConfiguration"]["level"] in ("error", "warning", "note"), True)
            same(f"{what} tags", len(rule["properties"]["tags"]) <= 10, True)
        for key, uri in uris(log):
            absolute = bool(re.match(r"[a-z][a-z0-9+.-]*:", uri))
            same(f"{key} {uri}", absolute, key != "uri")
            same(f"{uri} is clean", bool(re.search(r"(^|/)\.\.(/|$)|\\|^/|[^\x21-\x7e]", uri)), False)
        invocation, = run["invocations"]
        same("exit code", invocation["exitCode"], truth.verdict["exitCode"])
        same("success", invocation["executionSuccessful"], truth.verdict["exitCode"] not in (64, 70, 74, 78))
        same("times", invocation["startTimeUtc"] <= invocation["endTimeUtc"], True)
        same("results", len(run["results"]) <= 25_000, True)
        for result in run["results"]:
            what = result["message"]["text"]
            same(f"end of {what}", what.endswith("."), True)
            same(f"rule of {what}", rules[result["ruleIndex"]]["id"], result["ruleId"])
            same(f"level of {what}", (result["kind"] == "fail") == (result["level"] != "none"), True)
            region = result["locations"][0]["physicalLocation"]["region"]
            numbers = [region[k] for k in ("startLine", "startColumn", "endLine", "endColumn")]
            same(f"region of {what}", all(n >= 1 for n in numbers), True)
        for notification in invocation.get("toolExecutionNotifications", []):
            rule = notification["associatedRule"]
            same("rule of a notification", rules[rule["index"]]["id"], rule["id"])
        if path.name == "upload.sarif":
            same("size", len(gzip.compress(path.read_bytes())) <= 10_000_000, True)
            levels = [r["level"] for r in run["results"]]
            same("order", levels, sorted(levels, key=["error", "warning", "note"].index))
        else:
            kinds = Counter((r["kind"], r["level"], "suppressions" in r) for r in run["results"])
            same("result", dict(kinds), dict(Counter(truth.results())))
            blocked = [r for r in run["results"] if r.get("properties", {}).get("reason") == "blocked"]
            same("flows", all("codeFlows" in r for r in blocked), True)
            roots = {s["root"] for s in truth.verdict["stages"] if s["root"]}
            told = " ".join(n["message"]["text"] for n in invocation["toolExecutionNotifications"])
            same("roots", {root for root in roots if root in told}, roots)
            values = {r["properties"]["objective"]: r["properties"]["value"]
                      for r in run["results"] if "objective" in r.get("properties", {})}
            same("value", values, {o["id"]: o["measured"]["value"] for o in truth.verdict["objectives"]})
            classes = {r["properties"]["cause"]["class"] for r in run["results"]
                       if "cause" in r.get("properties", {})}
            same("causes", classes <= {c["class"] for c in truth.verdict["causes"]}, True)
    differences.end()


check_schema()
check_tools()
check_rules()
