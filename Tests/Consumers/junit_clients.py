"""junit.xml read by junitparser, xunitparser and junit2html: junit_clients.py FOLDER"""

import sys
from collections import Counter

import junitparser
import xunitparser
from junit2htmlreport.parser import Junit

from truth import Differences, Truth

truth = Truth(sys.argv[1])
path = str(truth.folder / "junit.xml")
expected = truth.cases()
# What the message of a case has to say: the id, and the limit where a value was held against it.
said = {
    row["id"]: [row["id"], *([row["fail"]] if row["judgment"] == "fail" else [])]
    for row in truth.verdict["objectives"]
}
counts = truth.counts()


def first_line_is_message(message, text):
    return (text or "").split("\n")[0].strip() == (message or "").split("\n")[0].strip()


def check_junitparser():
    differences = Differences("junitparser")
    xml = junitparser.JUnitXml.fromfile(path)
    states, stated = {}, [0, 0, 0]
    for suite in xml:
        stated = [a + b for a, b in zip(stated, (suite.tests, suite.failures, suite.errors))]
        for case in suite:
            kinds = {junitparser.Failure: "failure", junitparser.Error: "error", junitparser.Skipped: "skipped"}
            results = [r for r in case.result if type(r) in kinds]
            differences.same(f"results of {case.name}", len(results) <= 1, True)
            for result in results:
                fits = first_line_is_message(result.message, result.text)
                differences.same(f"first line of {case.name}", fits, True)
                if case.name != "stage" and suite.name != "andon run":
                    message = result.message.replace("[ [ATTACHMENT|", "[[ATTACHMENT|")
                    told = [part in message for part in said.get(case.name, [])]
                    differences.same(f"message of {case.name}", all(told) and told != [], True)
            states[suite.name, case.classname, case.name] = kinds[type(results[0])] if results else "passed"
    differences.same("case", states, expected)
    total = [len(expected), counts["failure"], counts["error"]]
    differences.same("counts of suites", stated, total)
    differences.same("counts of the root", [xml.tests, xml.failures, xml.errors], total)
    differences.end()


def check_xunitparser():
    differences = Differences("xunitparser")
    suite, result = xunitparser.parse(open(path, encoding="utf-8"))
    states = Counter(case.result for case in suite)
    names = {"success": "passed", "failure": "failure", "error": "error", "skipped": "skipped"}
    understood = {names[state]: count for state, count in states.items()}
    differences.same("state", understood, dict(counts))
    differences.same("tests run", result.testsRun, len(expected))
    differences.end()


def check_junit2html():
    differences = Differences("junit2html")
    report = Junit(path)
    states = {}
    for suite in report.suites:
        for case in suite.all():
            state = "skipped" if case.skipped else "failed" if case.failed() else "passed"
            states[suite.name, case.testclass.name, case.name] = state
    wide = {"failure": "failed", "error": "failed"}
    differences.same("case", states, {key: wide.get(state, state) for key, state in expected.items()})
    differences.same("page", "</html>" in report.html(), True)
    differences.end()


check_junitparser()
check_xunitparser()
check_junit2html()
