"""The composite action in a workflow that act runs on this machine.

github_action.py ANDON REPOSITORY: ANDON is a built binary. The two upload actions cannot be fetched
here; stubs in their place keep what they were given.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from truth import Differences

andon, repository = sys.argv[1:3]
work = Path(tempfile.mkdtemp(prefix="andon-act-"))
project = work / "project"
uploads = work / "uploads"

STAGES = {
    "green": "a: { run: echo fine, slo: { wall: '<= 20s' } }",
    "yellow": "a: { run: exit 3, required: false }",
    "red": 'a: { run: "echo ::error::from the stage; exit 1" }',
    "unknown": "a: { run: 'true', metrics: { n: { regex: never } }, slo: { n: '> 1' } }",
    "broken": "a: { runs: 'true' }",
}
CODES = {"green": 0, "yellow": 10, "red": 20, "unknown": 30, "broken": 78}
# The mildest verdict that fails a step; what is no verdict fails always.
FAILS = {
    "yellow": {"yellow", "unknown", "red", "broken"},
    "unknown": {"unknown", "red", "broken"},
    "red": {"red", "broken"},
    "never": {"broken"},
}
# One for each step that is not green.
ANNOTATIONS = [("warning", "yellow"), ("error", "red"), ("warning", "unknown"), ("warning", "broken")]
STUB = """
name: stub
description: Keeps what it is given.
inputs: {{ {inputs} }}
runs:
  using: composite
  steps:
    - shell: bash
      env: {{ FROM: "${{{{ inputs.{source} }}}}", TO: "{to}" }}
      run: mkdir -p "$TO" && cp -r "$FROM" "$TO/$(basename "$(mktemp -u)")"
"""


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def stub(path, source, inputs):
    write(work / path / "action.yml", STUB.format(
        source=source, to=uploads / source, inputs=", ".join(f"{name}: {{}}" for name in inputs)))


def workflow():
    steps = ["      - uses: actions/checkout@v4"]
    for fail_on in FAILS:
        for verdict in STAGES:
            step = f"{verdict}-on-{fail_on}"
            steps.append(f"""
      - id: {step}
        continue-on-error: true
        uses: ./ci/github
        with:
          {"binary" if fail_on == "never" else "version"}: {andon}
          config: {verdict}.yaml
          args: --report-dir "out put/{step}"
          fail-on: {fail_on}
      - env: {{ STEP: "${{{{ toJSON(steps.{step}) }}}}" }}
        run: printf '%s' "$STEP" > {work}/{step}.json""")
    return "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n" + "\n".join(steps)


def valid(path):
    """Whether GitHub's schema of workflows takes a file."""
    checker = Path(sys.executable).parent / "check-jsonschema"
    command = [checker, "--builtin-schema", "vendor.github-workflows", path]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def act():
    text = (project / "ci/github/action.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: ([\w.-]+/[\w.-]+)(/\S+)?@([0-9a-f]{40}) #", text)
    assert len(used) == text.count("uses:"), "every action is pinned to a commit"
    stubs = []
    for name, path, commit in used:
        folder = f"stubs/{name}"
        if path:
            stub(folder + path, "sarif_file", ["sarif_file"])
        else:
            stub(folder, "path", ["name", "path", "if-no-files-found"])
        stubs += ["--local-repository", f"{name}@{commit}={work / folder}"]
    command = [Path(sys.executable).parent / "act", "push", "--platform", "ubuntu-latest=-self-hosted",
               "--action-offline-mode", "--json", *stubs]
    home = {"HOME": str(work), "XDG_CACHE_HOME": str(work / "cache"), "PATH": os.environ["PATH"]}
    end = subprocess.run(command, cwd=project, env=home, capture_output=True, text=True, check=False)
    return end.stdout, end.stdout + end.stderr


def prepare():
    shutil.copytree(Path(repository) / "ci/github", project / "ci/github")
    for verdict, stages in STAGES.items():
        write(project / f"{verdict}.yaml", f"version: 1\nname: {verdict}\nstages:\n  {stages}\n")
    write(project / ".github/workflows/test.yml", workflow())
    for words in (["init", "-q"], ["add", "-A"],
                  ["-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "-qm", "a"]):
        subprocess.run(["git", *words], cwd=project, check=True)


def check():
    differences = Differences("act")
    differences.same("workflow", valid(project / ".github/workflows/test.yml"), True)
    log, everything = act()
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    sent = [line for line in lines if line.get("raw_output") and "from the stage" in line["msg"]]
    differences.same("commands of stages that act obeyed", [s for s in sent if s.get("command")], [])
    for fail_on, failing in FAILS.items():
        for verdict, code in CODES.items():
            step = f"{verdict}-on-{fail_on}"
            try:
                seen = json.loads((work / f"{step}.json").read_text(encoding="utf-8"))
            except OSError:
                sys.exit(f"act: {step} did not run:\n{everything[-4000:]}")
            outputs = seen["outputs"]
            differences.same(f"outcome of {step}", seen["outcome"],
                             "failure" if verdict in failing else "success")
            differences.same(f"verdict of {step}", outputs.get("verdict"),
                             "unknown" if verdict == "broken" else verdict)
            differences.same(f"exit code of {step}", outputs.get("exit-code"), str(code))
            differences.same(f"folder of {step}", outputs.get("report-dir", "").endswith(step), True)
            differences.same(f"headline of {step}", bool(outputs.get("headline")), True)
    shown = Counter((line["command"], line["kvPairs"].get("file")) for line in lines
                    if line.get("command") in ("error", "warning", "notice"))
    differences.same("annotations", shown, Counter({
        (kind, f"{verdict}.yaml"): len(FAILS) for kind, verdict in ANNOTATIONS}))
    kept = sorted(
        json.loads(path.read_text(encoding="utf-8"))["verdict"]
        for path in uploads.glob("path/*/verdict.json"))
    differences.same("uploads", kept, sorted(v for v in STAGES if v != "broken" for _ in FAILS))
    sarif = len(list((uploads / "sarif_file").iterdir()))
    differences.same("SARIF uploads", sarif, len(kept))
    differences.end()


try:
    prepare()
    check()
finally:
    shutil.rmtree(work)
