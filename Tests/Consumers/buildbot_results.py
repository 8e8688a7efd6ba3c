"""andon's exit codes as Buildbot decodes them: a master with a local worker runs andon for each verdict.

buildbot_results.py ANDON: ANDON is a built binary. Needs Debian's buildbot and buildbot-worker.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from truth import Differences

andon = sys.argv[1]
work = Path(tempfile.mkdtemp(prefix="andon-buildbot-"))
STAGES = {
    "green": "a: { run: echo fine, slo: { wall: '<= 20s' } }",
    "yellow": "a: { run: exit 3, required: false }",
    "red": "a: { run: exit 1 }",
    "unknown": "a: { run: 'true', metrics: { n: { regex: never } }, slo: { n: '> 1' } }",
    "broken": "a: { runs: 'true' }",
}
# buildbot.process.results: SUCCESS, WARNINGS, FAILURE.
RESULTS = {"green": 0, "yellow": 1, "red": 2, "unknown": 2, "broken": 2}
MASTER = '''
import json
from buildbot.plugins import schedulers, steps, util, worker
from buildbot.process.results import FAILURE, SUCCESS, WARNINGS
from buildbot.util.service import BuildbotService
from twisted.internet import defer, reactor

names = {names!r}
seen = {{}}


class Results(BuildbotService):
    name = "results"

    @defer.inlineCallbacks
    def startService(self):
        yield super().startService()
        yield self.master.mq.startConsuming(self.finished, ("builds", None, "finished"))

    @defer.inlineCallbacks
    def finished(self, key, build):
        builder = yield self.master.data.get(("builders", build["builderid"]))
        seen[builder["name"]] = build["results"]
        if len(seen) == len(names):
            with open({results!r}, "w") as file:
                json.dump(seen, file)
            reactor.stop()


def factory(name):
    command = [{andon!r}, "run", "--host", "buildbot", "--config", {folder!r} + "/" + name + ".yaml"]
    return util.BuildFactory([steps.ShellCommand(
        command=command, warnOnWarnings=True, haltOnFailure=True,
        decodeRC={{0: SUCCESS, 10: WARNINGS, 20: FAILURE, 30: FAILURE}})])


BuildmasterConfig = {{
    "workers": [worker.LocalWorker("local")],
    "protocols": {{"pb": {{"port": "tcp:0:interface=127.0.0.1"}}}},
    "builders": [util.BuilderConfig(name=n, workernames=["local"], factory=factory(n)) for n in names],
    "schedulers": [schedulers.Periodic(name="once", builderNames=names, periodicBuildTimer=86400)],
    "services": [Results()],
    "db": {{"db_url": "sqlite:///state.sqlite"}},
    "buildbotNetUsageData": None,
    "title": "andon",
    "buildbotURL": "http://localhost/",
}}
'''


def check():
    differences = Differences("Buildbot")
    for verdict, stages in STAGES.items():
        (work / f"{verdict}.yaml").write_text(
            f"version: 1\nname: {verdict}\nstages:\n  {stages}\n", encoding="utf-8")
    master = work / "master"
    results = work / "results.json"
    subprocess.run(["buildbot", "create-master", "--quiet", master], check=True)
    (master / "master.cfg").write_text(
        MASTER.format(names=list(STAGES), andon=andon, folder=str(work), results=str(results)),
        encoding="utf-8")
    subprocess.run(["timeout", "60", "buildbot", "start", "--nodaemon", master],
                   capture_output=True, check=False)
    if not results.exists():
        log = (master / "twistd.log").read_text(encoding="utf-8")
        sys.exit(f"Buildbot: no results\n{log[-3000:]}")
    differences.same("result", json.loads(results.read_text(encoding="utf-8")), RESULTS)
    differences.end()


try:
    check()
finally:
    shutil.rmtree(work)
