"""github-status.json and github-check.json, posted by gh to a server on the loopback that keeps GitHub's
limits.

github_api.py FOLDER
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from truth import Differences, Truth

truth = Truth(sys.argv[1])
posted = {}


class API(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        posted[self.path] = body
        fault = status_fault(body) if "/statuses/" in self.path else check_fault(body)
        self.send_response(422 if fault else 201)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"message": fault}).encode())

    def log_message(self, *_):
        pass


def status_fault(body):
    if body["state"] not in ("error", "failure", "pending", "success"):
        return "state"
    if len(body["description"]) > 140 or not body["context"]:
        return "description or context"
    return None


def check_fault(body):
    output = body["output"]
    if len(body.get("head_sha", "")) != 40 or not body["name"]:
        return "head_sha or name"
    if body["status"] != "completed" or body["conclusion"] not in ("failure", "neutral", "success"):
        return "status or conclusion"
    if not output["title"] or not output["summary"] or len(output["summary"]) > 65_535:
        return "title or summary"
    if len(output["annotations"]) > 50:
        return "annotations"
    for annotation in output["annotations"]:
        if annotation["start_line"] != annotation["end_line"] and "start_column" in annotation:
            return "columns"
        if annotation["annotation_level"] not in ("notice", "warning", "failure"):
            return "level"
        if len(annotation["message"].encode()) > 65_536 or len(annotation["title"]) > 255:
            return "message or title"
        if not annotation["path"] or annotation["path"].startswith("/"):
            return "path"
    return None


def post(port, path, name):
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "PATH": os.environ["PATH"], "GH_TOKEN": "x", "NO_COLOR": "1"}
        return subprocess.run(
            [Path(sys.executable).parent / "gh", "api", f"http://127.0.0.1:{port}{path}",
             "--input", truth.folder / name],
            env=environment, capture_output=True, text=True, check=False)


def check():
    differences = Differences("gh")
    server = HTTPServer(("127.0.0.1", 0), API)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    status, run = "/repos/o/r/statuses/1212", "/repos/o/r/check-runs"
    for path, name in ((status, "github-status.json"), (run, "github-check.json")):
        end = post(server.server_port, path, name)
        differences.same(f"answer to {name}", (end.returncode, end.stderr), (0, ""))
    server.shutdown()
    verdict = truth.verdict["verdict"]
    states = {"green": "success", "yellow": "success", "red": "failure", "unknown": "error"}
    conclusions = {"green": "success", "yellow": "neutral", "red": "failure", "unknown": "failure"}
    differences.same("state", posted[status]["state"], states[verdict])
    differences.same("conclusion", posted[run]["conclusion"], conclusions[verdict])
    headline = truth.verdict["headline"]
    differences.same("headline", headline in posted[run]["output"]["title"], True)
    annotations = posted[run]["output"]["annotations"]
    problems = sum(truth.problems().values())
    differences.same("annotations", len(annotations), min(problems, 50))
    if problems > 50:
        more = f"And {problems - 49} more"
        differences.same("the last one", annotations[-1]["message"].startswith(more), True)
    differences.end()


check()
