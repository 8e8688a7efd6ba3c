"""The job of the GitLab template, run by gitlabci-local on this machine.

gitlab_job.py ANDON REPOSITORY: ANDON is a built binary. gitlabci-local knows no allowed exit codes, so
that yellow fails there; which code is allowed is read from the template.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import ruamel.yaml
from dotenv import dotenv_values

from truth import Differences

andon, repository = sys.argv[1:3]
template = Path(repository) / "ci/gitlab/andon.gitlab-ci.yml"
work = Path(tempfile.mkdtemp(prefix="andon-gitlab-"))
project = work / "project"
STAGES = {
    "green": (0, "a: { run: echo fine, slo: { wall: '<= 20s' } }"),
    "yellow": (10, "a: { run: exit 3, required: false }"),
    "red": (20, "a: { run: exit 1 }"),
    "unknown": (30, "a: { run: 'true', metrics: { n: { regex: never } }, slo: { n: '> 1' } }"),
}


def check():
    differences = Differences("gitlabci-local")
    job = ruamel.yaml.YAML(typ="safe").load(template)[".andon"]
    differences.same("allowed codes", job["allow_failure"]["exit_codes"], [10])
    differences.same("artifacts", job["artifacts"]["when"], "always")
    project.mkdir()
    shutil.copy(template, project)
    jobs = f"include:\n  - local: {template.name}\n"
    for verdict, (_, stages) in STAGES.items():
        (project / f"{verdict}.yaml").write_text(
            f"version: 1\nname: {verdict}\nstages:\n  {stages}\n", encoding="utf-8")
        jobs += (f"{verdict}:\n  extends: .andon\n  variables:\n    ANDON: {andon}\n"
                 f"    ANDON_ARGS: --config {verdict}.yaml\n")
    (project / ".gitlab-ci.yml").write_text(jobs, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    environment = {"HOME": str(work), "PATH": os.environ["PATH"], "GITLAB_CI": "true"}
    for verdict, (code, _) in STAGES.items():
        end = subprocess.run(
            [Path(sys.executable).parent / "gitlabci-local", "-c", ".gitlab-ci.yml", "-H", verdict],
            cwd=project, env=environment, capture_output=True, text=True, check=False)
        differences.same(f"success of {verdict}", end.returncode == 0, code == 0)
        for name in [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]:
            differences.same(f"{name} of {verdict}", (project / name).exists(), True)
        variables = dotenv_values(project / job["artifacts"]["reports"]["dotenv"])
        differences.same(f"verdict of {verdict}", variables["ANDON_VERDICT"], verdict)
        differences.same(f"code of {verdict}", variables["ANDON_EXIT_CODE"], str(code))
        differences.same(f"folder of {verdict}", variables["ANDON_REPORT_DIR"], "andon-out")
        differences.same(f"section of {verdict}", "section_start:" in end.stdout + end.stderr, True)
    differences.end()


try:
    check()
finally:
    shutil.rmtree(work)
