"""metrics.txt read by Prometheus's own client: openmetrics.py FOLDER"""

import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from truth import Differences, Truth

truth = Truth(sys.argv[1])
differences = Differences("prometheus-client")
samples = {}
for family in text_string_to_metric_families(truth.text("metrics.txt")):
    for sample in family.samples:
        key = sample.name, tuple(sorted(sample.labels.items()))
        differences.same(f"{key} twice", key in samples, False)
        samples[key] = sample.value

totals = truth.verdict["totals"]["objectives"]
for name in ("pass", "warn", "fail", "unknown", "waived"):
    differences.same(name, samples.get(("andon_objectives", (("judgment", name),))), totals[name])
chosen = [labels for (name, labels), value in samples.items() if name == "andon_verdict" and value == 1]
differences.same("verdict", chosen, [(("andon_verdict", truth.verdict["verdict"]),)])
suffixes = {"s": "_seconds", "B": "_bytes", "ratio": "_ratio", "count": ""}
figures = 0
for stage in truth.verdict["stages"]:
    for indicator, figure in stage["indicators"].items():
        if figure["bound"] == "missing":
            continue
        figures += 1
        labels = {"stage": stage["id"], "indicator": indicator, "bound": figure["bound"]}
        value = samples.get((f"andon_indicator{suffixes[figure['unit']]}", tuple(sorted(labels.items()))))
        near = value is not None and abs(value - figure["value"]) <= 0.006 * abs(figure["value"])
        differences.same(f"{stage['id']}.{indicator}", near, True)
understood = sum(name.startswith("andon_indicator") for name, _ in samples)
differences.same("figures", understood, figures)
differences.end()
