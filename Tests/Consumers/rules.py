"""The decision rules once more, out of scipy and by the straightest way: what `andon judge --jsonl`
answers to questions at random has to be the same: rules.py ANDON COUNT"""

import json
import math
import random
import subprocess
import sys

import numpy
from scipy import stats


def measured(values):
    return [x for x in values if x is not None]


def allowed(q):
    return math.log(1 + q["margin"]) if q["direction"] == "lower" else -math.log(1 - q["margin"])


def back(q, low, estimate, high):
    sign = 1 if q["direction"] == "lower" else -1
    ends = sorted(math.exp(sign * end) - 1 for end in (low, high))
    return math.exp(sign * estimate) - 1, ends


def three_way(low, estimate, high, m):
    low, estimate, high = (round(x - m, 12) for x in (low, estimate, high))
    if low > 0:
        return "fail"
    if high < 0:
        return "pass"
    return "warn" if estimate > 0 else "inconclusive"


def static(q):
    values, walk, taken = measured(q["series"]), 0, []
    sign = 1 if q["direction"] == "lower" else -1
    lead = min(3, q["max_runs"])
    guard = math.log(2) if q["noise"] is None else max(3 * q["noise"], 0.1)
    decision = "inconclusive"
    for x in values[: q["max_runs"]]:
        taken.append(x)
        walk += 1 if sign * (x - q["limit"]) > 0 else -1
        far = len(taken) == 1 and x > 0 and q["limit"] > 0
        if far and sign * math.log(x / q["limit"]) < -guard:
            decision = "pass"
            break
        if abs(walk) >= lead:
            decision = "fail" if walk > 0 else "pass"
            break
    if not taken:
        return {"decision": decision, "runs": 0}
    overs = sum(sign * (x - q["limit"]) > 0 for x in taken)
    p = stats.binom.sf(overs - 1, len(taken), 0.5)
    return {"decision": decision, "runs": len(taken), "p": p, "estimate": numpy.median(taken)}


def relative(q):
    head = measured(q["series"])
    jobs = [x for x in map(measured, q["baseline"]) if x][-20:]
    if not head or min(head + sum(jobs, [])) <= 0 or len(jobs) < 5:
        return {"decision": "inconclusive", "runs": len(head)}
    scale = {("ms", "s"): 0.001, ("kB", "B"): 1000.0}.get((q["unit"], q["baseline_unit"]))
    if q["unit"] == q["baseline_unit"]:
        scale = 1.0
    if scale is None:
        return {"decision": "inconclusive", "runs": len(head)}
    b = numpy.log([numpy.median(job) for job in jobs])
    sign = 1 if q["direction"] == "lower" else -1
    delta = sign * (math.log(numpy.median(head) * scale) - b.mean())
    n, m = len(b), allowed(q)
    error = max(b.std(ddof=1), 0.005) * math.sqrt(1 + 1 / n)
    width = stats.t.ppf(1 - q["alpha"], n - 1) * error
    estimate, ends = back(q, delta - width, delta, delta + width)
    return {
        "decision": three_way(delta - width, delta, delta + width, m), "runs": len(head),
        "p": stats.t.sf((delta - m) / error, n - 1), "estimate": estimate, "ci": ends}


def signed_rank_ways(n):
    ways = [1]
    for rank in range(1, n + 1):
        ways = [a + b for a, b in zip(ways + [0] * rank, [0] * rank + ways)]
    return ways


WAYS = {n: signed_rank_ways(n) for n in (6, 8, 12, 20, 30)}
ENDS = {6: 0, 8: 2, 12: 11, 20: 48, 30: 129}


def paired(q):
    sign = 1 if q["direction"] == "lower" else -1
    d = [
        sign * math.log(h / b) for b, h in zip(q["base"], q["head"])
        if b is not None and h is not None and b > 0 and h > 0]
    answer = {"decision": "inconclusive", "runs": min(len(d), q["max_runs"])}
    m = allowed(q)
    for n in (6, 8, 12, 20, 30):
        if n > min(len(d), q["max_runs"]):
            break
        walsh = sorted((d[i] + d[j]) / 2 for i in range(n) for j in range(i, n))
        low, high = walsh[ENDS[n]], walsh[len(walsh) - 1 - ENDS[n]]
        middle = float(numpy.median(walsh))
        far = [round(x - m, 12) for x in d[:n]]
        ranks = stats.rankdata(numpy.abs(far))
        t = sum(r * (1 if x < 0 else 0.5 if x == 0 else 0) for r, x in zip(ranks, far))
        p = sum(WAYS[n][: math.ceil(t) + 1]) / 2**n
        estimate, ends = back(q, low, middle, high)
        answer = {
            "decision": three_way(low, middle, high, m), "runs": n, "p": p, "estimate": estimate,
            "ci": ends}
        if answer["decision"] in ("pass", "fail"):
            break
    return answer


def cost(z):
    return float(((z - z.mean()) ** 2).sum())


def partition(z, penalty):
    n = len(z)
    best, start = [math.inf] * (n + 1), [0] * (n + 1)
    best[0] = -penalty
    for end in range(3, n + 1):
        for s in range(0, end - 2):
            total = best[s] + cost(z[s:end]) + penalty
            if total < best[end] - 1e-12 * cost(z):
                best[end], start[end] = total, s
    changes, end = [], n
    while start[end]:
        end = start[end]
        changes.insert(0, end)
    return changes


def most_equal(z):
    return not numpy.median(abs(numpy.diff(z)))


def is_tied(z):
    return most_equal(z) or 2 * len(set(z)) < len(z)


def deviation(z):
    steps = abs(numpy.diff(z))
    robust = 1.4826 * numpy.median(steps) / math.sqrt(2)
    if not is_tied(z):
        return robust
    # The median says little of values of few kinds: the others count, without outliers.
    if not steps.any():
        return 0
    usual = max(steps[steps > 0].min(), sorted(steps, reverse=True)[3])
    return max(robust, math.sqrt((numpy.minimum(steps, usual) ** 2).mean() / 2))


def is_chance(a, b, n):
    middle = (a.mean() + b.mean()) / 2
    table = [[(x > middle).sum(), (x <= middle).sum()] for x in (a, b)]
    return stats.fisher_exact(table)[1] > 0.1 / n


def history(q):
    kept = [i for i, x in enumerate(q["series"]) if x is not None]
    values = [q["series"][i] for i in kept]
    n = len(values)
    if n < 6:
        return {"change_points": []}
    y = numpy.log(values) if min(values) > 0 else numpy.array(values, dtype=float)
    sigma0 = deviation(y)
    z = y.copy()
    for i in range(1, n - 1):
        med = numpy.median(numpy.concatenate([y[max(0, i - 3):i], y[i + 1:i + 4]]))
        if abs(y[i] - med) > 4 * sigma0 and all(
                (v - med) * (y[i] - med) <= 0 or abs(v - med) <= 4 * sigma0
                for v in (y[i - 1], y[i + 1])) and (
                    not most_equal(y) or all(abs(y[i] - v) > 4 * sigma0 for v in (y[i - 1], y[i + 1]))):
            z[i] = med
    sigma = deviation(z)
    if not sigma:
        return {"change_points": []}
    changes = partition(z, 4 * sigma**2 * math.log(n))
    parts = numpy.split(z, changes)
    r = numpy.concatenate([part - part.mean() for part in parts])
    # What is left of equal values are their last digits.
    squares = (r * r).sum()
    phi = (r[1:] * r[:-1]).sum() / squares if squares > 1e-12 * (z * z).sum() else 0
    phi = min(max(phi + (1 + 3 * phi) / n, 0), 0.8)
    phi = 0 if phi < 2 / math.sqrt(n) else phi
    changes = partition(
        z, 3 * sigma**2 / (1 - phi) * (1 + phi) / (1 - phi) * math.log(n))
    while changes:
        parts = numpy.split(z, changes)
        ps = []
        for a, b in zip(parts, parts[1:]):
            na, nb = (max(len(x) * (1 - phi) / (1 + phi), 2) for x in (a, b))
            variance = (cost(a) + cost(b)) / (len(a) + len(b) - 2)
            error = math.sqrt(variance * (1 / na + 1 / nb))
            far = abs(a.mean() - b.mean())
            if is_tied(z) and cost(a) + cost(b) > 1e-12 * far * far and is_chance(a, b, n):
                ps.append(1)
                continue
            ps.append(
                2 * stats.t.sf(far / error, max(na + nb - 2, 1)) if error else 0 if far else 1)
        if max(ps) <= 0.001:
            break
        changes.pop(ps.index(max(ps)))
    return {"change_points": [kept[i] for i in changes]}


def family(q):
    tests = [(p, i) for i, p in enumerate(q["p"]) if p is not None]
    tests.sort()
    k = max((r for r, (p, _) in enumerate(tests, 1) if p <= q["q"] * r / len(tests)), default=0)
    return {"rejected": sorted(i for _, i in tests[:k])}


RULES = {
    "static": static, "relative": relative, "paired": paired, "history": history,
    "family": family}


def same(a, b):
    if isinstance(a, str) or b is None:
        return a == b
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-11)


class Questions:
    """Questions of every kind, the same ones each time."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def series(self, level, scatter, count):
        values = []
        for _ in range(count):
            value = level * self.random.lognormvariate(0, scatter)
            if self.random.random() < 0.02:
                value *= self.random.choice([3, 9, 0.5, -1, 0])
            values.append(None if self.random.random() < 0.03 else round(value, 4))
        return values

    def next(self, number):
        pick = self.random.choice
        kind, direction = pick(list(RULES)), pick(["lower", "higher"])
        level, scatter = 10 ** self.random.uniform(-2, 4), pick([0, 0.001, 0.01, 0.05, 0.1, 0.3])
        change, count = pick([0.5, 0.8, 0.9, 1, 1, 1.05, 1.1, 1.2, 1.5]), self.random.randint(0, 34)
        question = {"id": number, "kind": kind, "direction": direction}
        if kind == "static":
            question |= {
                "series": self.series(level * change, scatter, count), "limit": round(level, 4),
                "max_runs": pick([1, 2, 3, 5, 7, 7, 12]), "noise": pick([None, scatter])}
        elif kind == "relative":
            units = pick([("s", "s"), ("ms", "s"), ("kB", "B"), ("MB", "s"), (None, "s"), (None, None)])
            jobs = [self.series(level, scatter, pick([1, 3, 5])) for _ in range(count)]
            scale = 1000 if units[0] == "ms" else 1
            question |= {
                "baseline": jobs, "series": self.series(level * change * scale, scatter, pick([1, 3, 5])),
                "margin": pick([0, 0.05, 0.1, 0.5]), "alpha": pick([0.05, 0.01]), "unit": units[0],
                "baseline_unit": units[1]}
        elif kind == "paired":
            question |= {
                "base": self.series(level, scatter, count),
                "head": self.series(level * change, scatter, count + pick([0, 0, 2])),
                "margin": pick([0, 0.05, 0.1]), "alpha": 0.05, "max_runs": pick([5, 8, 10, 30, 30])}
        elif kind == "history":
            cut = self.random.randint(0, count)
            question["series"] = self.series(level, scatter, cut) + self.series(
                level * change, scatter, count - cut)
        else:
            power = pick([1, 3])
            question |= {
                "p": [pick([None] + [round(self.random.random() ** power, 4)] * 9) for _ in range(count)],
                "q": 0.05}
        return question


def main():
    andon, count = sys.argv[1], int(sys.argv[2])
    source = Questions(seed=7)
    questions = [source.next(number) for number in range(count)]
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    end = subprocess.run(
        [andon, "judge", "--jsonl"], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in end.stdout.splitlines()]
    assert len(questions) == len(answers), (len(questions), len(answers))
    wrong = 0
    for question, answer in zip(questions, answers):
        expected = RULES[question["kind"]](question)
        bad = {key: (value, answer.get(key)) for key, value in expected.items() if not same(value, answer.get(key))}
        if bad or answer["id"] != question["id"]:
            wrong += 1
            print(json.dumps(question), bad)
    if wrong:
        sys.exit(f"{len(answers)} answers, {wrong} wrong")


main()
