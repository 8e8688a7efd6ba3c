"""What verdict.json leads to, worked out without andon: what every consumer has to understand.

Design, section 5; the table at the end of ci-consumers.md. Knows no report but verdict.json.
"""

import json
import sys
from collections import Counter
from pathlib import Path

BROKEN = ("failed", "stopped", "could-not-start")


class Truth:
    """The rows of one run, and what each has to look like."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.verdict = json.loads(self.text("verdict.json"))
        stages = self.verdict["stages"]
        self.red = {s["id"] for s in stages if s["required"] and s["state"] in BROKEN}

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def explained(self, row):
        """True when a red stage is why the objective is unknown."""
        if row["reason"] == "blocked":
            return row["root"] in self.red
        stage = row["indicator"].split(".", 1)[0]
        return row["reason"] in ("stage-failed", "censored", "budget") and stage in self.red

    @staticmethod
    def waived(row):
        return row["waiver"] is not None and row["waiver"]["applied"]

    def stage_state(self, stage):
        state, reason = stage["state"], stage["reason"]
        if state in BROKEN:
            return "error" if stage["required"] else "failure"
        if state == "succeeded":
            return "error" if reason == "precondition" and stage["required"] else "passed"
        explained = state == "skipped" and stage["root"] in self.red
        if reason == "not-selected" or explained or not stage["required"]:
            return "skipped"
        return "error"

    def objective_state(self, row):
        match row["judgment"]:
            case "pass" | "warn":
                return "passed"
            case "fail":
                return "skipped" if self.waived(row) else "failure"
        if row["reason"] == "not-selected" or not row["required"] or self.explained(row):
            return "skipped"
        return "error"

    def cases(self):
        """JUnit cases: (suite, class, name) to state."""
        cases = {}
        for stage in self.verdict["stages"]:
            cases[stage["id"], f"andon.{stage['id']}", "stage"] = self.stage_state(stage)
        for row in self.verdict["objectives"]:
            stage = row["indicator"].split(".", 1)[0]
            cases[stage, f"andon.{stage}", row["id"]] = self.objective_state(row)
        alarm = self.verdict["verdict"] in ("red", "unknown")
        if not cases or alarm and not {"failure", "error"} & set(cases.values()):
            cases["andon run", "andon", "run"] = "error" if alarm else "passed"
        return cases

    def counts(self):
        return Counter(self.cases().values())

    def stage_result(self, stage):
        """(kind, level) of a stage's SARIF result; None for none."""
        state, reason, required = stage["state"], stage["reason"], stage["required"]
        if state in BROKEN:
            return "fail", "error" if required else "warning"
        if state == "lost":
            return "fail", "warning"
        if state == "succeeded" and reason == "precondition":
            return ("review", "none") if required else ("fail", "warning")
        if state == "succeeded" and stage["softCrossed"]:
            return "fail", "warning"
        if state == "succeeded" and stage["flaky"]:
            return "fail", "note"
        explained = state == "skipped" and stage["root"] in self.red
        if state in ("skipped", "cancelled") and required and not explained and reason != "not-selected":
            return "review", "none"
        return None

    def objective_result(self, row):
        low = row["severity"] == "low"
        match row["judgment"]:
            case "pass":
                return "pass", "none"
            case "warn":
                return "fail", "note" if low else "warning"
            case "fail":
                return "fail", "warning" if low else "error"
        if row["reason"] == "not-selected":
            return "notApplicable", "none"
        return ("open" if self.explained(row) or not row["required"] else "review"), "none"

    def results(self):
        """SARIF results as (kind, level, waived), stages first."""
        stages = map(self.stage_result, self.verdict["stages"])
        results = [(*result, False) for result in stages if result]
        for row in self.verdict["objectives"]:
            fails = row["judgment"] == "fail"
            results.append((*self.objective_result(row), fails and self.waived(row)))
        alarm = self.verdict["verdict"] in ("red", "unknown")
        if alarm and not any(k in ("fail", "review") and not w for k, _, w in results):
            results.append(("fail", "warning", False))
        return results

    def upload(self):
        """Levels of upload.sarif."""
        return Counter(
            "warning" if kind == "review" else level
            for kind, level, _ in self.results()
            if kind in ("fail", "review")
        )

    def problems(self):
        """How much each problem weighs for a reader who knows neither kinds nor waivers."""
        weights = Counter()
        for kind, level, waived in self.results():
            if kind in ("fail", "review", "open"):
                weights[
                    "note" if kind == "open" else "warning" if kind == "review" or waived else level
                ] += 1
        return weights


class Differences:
    """Collects what a consumer understood otherwise."""

    def __init__(self, who):
        self.who = who
        self.list = []

    def same(self, what, understood, expected):
        if understood != expected:
            if isinstance(expected, dict) and isinstance(understood, dict):
                keys = [k for k in {**expected, **understood} if expected.get(k) != understood.get(k)]
                for key in keys[:5]:
                    self.list.append(f"{what} {key}: {understood.get(key)} instead of {expected.get(key)}")
            else:
                self.list.append(f"{what}: {understood!r:.500} instead of {expected!r:.500}")

    def end(self):
        for line in self.list[:20]:
            print(f"{self.who}: {line}")
        if self.list:
            sys.exit(1)
        print(f"{self.who}: understood")
