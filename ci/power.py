"""How often the rules for noisy numbers are wrong, and what they see: simulations at fixed seeds.

Answers come from `andon judge --jsonl`; the tables are those of the rules' own comparison.
"""

import json
import math
import random
import subprocess


def answers(andon, questions):
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    end = subprocess.run(
        [andon, "judge", "--jsonl"], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in end.stdout.splitlines()]


def share(rows, decision):
    return 100 * sum(row["decision"] == decision for row in rows) / len(rows)


def paired(andon, rounds):
    """Fail, pass and pairs, by the scatter of a pair's difference and the true change; margin 10 %."""
    source, worst = random.Random(1), 0
    print("paired, margin 10 %: fail % / pass % / mean pairs")
    for scatter in (0.02, 0.05, 0.10, 0.20):
        cells = []
        for change in (0, 0.05, 0.10, 0.20, 0.50):
            rows = answers(andon, [
                {"id": number, "kind": "paired", "base": [1.0] * 30, "margin": 0.1, "direction": "lower",
                 "head": [(1 + change) * math.exp(source.gauss(0, scatter)) for _ in range(30)],
                 "alpha": 0.05, "max_runs": 30} for number in range(rounds)])
            fails = share(rows, "fail")
            pairs = sum(row["runs"] for row in rows) / rounds
            cells.append(f"{100 * change:.0f} %: {fails:.1f}/{share(rows, 'pass'):.1f}/{pairs:.1f}")
            if change <= 0.10:
                worst = max(worst, fails)
        print(f"  sd {scatter:.2f}  " + "   ".join(cells))
    return worst


def relative(andon, rounds):
    """Fail and pass against a history of 12 runs, one repeat each; margin 10 %."""
    source, worst = random.Random(2), 0
    print("against 12 runs, margin 10 %: fail % / pass %")
    for scatter in (0.01, 0.02, 0.05, 0.10):
        cells = []
        for change in (0, 0.05, 0.10, 0.20, 0.30):
            noise = lambda: math.exp(source.gauss(0, scatter))
            rows = answers(andon, [
                {"id": number, "kind": "relative", "baseline": [[noise()] for _ in range(12)],
                 "series": [(1 + change) * noise()], "margin": 0.1, "direction": "lower",
                 "alpha": 0.05, "unit": "s", "baseline_unit": "s"} for number in range(rounds)])
            fails = share(rows, "fail")
            cells.append(f"{100 * change:.0f} %: {fails:.1f}/{share(rows, 'pass'):.1f}")
            if change <= 0.10:
                worst = max(worst, fails)
        print(f"  sd {scatter:.2f}  " + "   ".join(cells))
    return worst


def family(andon, rounds):
    """Verdicts over 20 figures that all lie just at the margin: any failure, alone and together."""
    source = random.Random(3)
    questions = [
        {"id": number, "kind": "relative", "baseline": [[math.exp(source.gauss(0, 0.03))] for _ in range(12)],
         "series": [1.1 * math.exp(source.gauss(0, 0.03))], "margin": 0.1, "direction": "lower",
         "alpha": 0.05, "unit": "s", "baseline_unit": "s"} for number in range(20 * rounds)]
    rows = answers(andon, questions)
    verdicts = [rows[index:index + 20] for index in range(0, len(rows), 20)]
    chosen = answers(andon, [
        {"id": number, "kind": "family", "p": [row["p"] for row in verdict], "q": 0.05}
        for number, verdict in enumerate(verdicts)])
    alone = together = 0
    for verdict, sure in zip(verdicts, chosen):
        failing = [index for index, row in enumerate(verdict) if row["decision"] == "fail"]
        alone += bool(failing)
        together += bool(set(failing) & set(sure["rejected"]))
    print(f"20 figures at the margin, any failure: {100 * alone / rounds:.1f} % alone, "
          f"{100 * together / rounds:.1f} % together")
    return 100 * together / rounds


def static(andon, rounds):
    """Wrong failures and runs of a limit that a run breaks by chance, at most seven runs."""
    source = random.Random(4)
    print("limit, at most 7 runs: fail % / pass % / mean runs")
    for over in (0.1, 0.2, 0.3, 0.5):
        rows = answers(andon, [
            {"id": number, "kind": "static", "limit": 15, "direction": "lower", "max_runs": 7, "noise": None,
             "series": [16 if source.random() < over else 14 for _ in range(7)]} for number in range(rounds)])
        runs = sum(row["runs"] for row in rows) / rounds
        print(f"  over {over:.1f}  {share(rows, 'fail'):.2f}/{share(rows, 'pass'):.2f}/{runs:.3f}")
