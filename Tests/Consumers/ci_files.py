"""The files of ci/ against the schemas that GitHub and GitLab publish, as check-jsonschema carries them.

ci_files.py REPOSITORY
"""

import subprocess
import sys
from pathlib import Path

ci = Path(sys.argv[1]) / "ci"
checker = Path(sys.executable).parent / "check-jsonschema"
for schema, file in (
    ("vendor.github-actions", ci / "github/action.yml"),
    ("vendor.gitlab-ci", ci / "gitlab/andon.gitlab-ci.yml"),
):
    end = subprocess.run([checker, "--builtin-schema", schema, file], capture_output=True, text=True, check=False)
    if end.returncode != 0:
        sys.exit(f"{file.name}: {end.stdout}{end.stderr}")
    print(f"{file.name}: valid")
