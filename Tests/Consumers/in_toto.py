"""A receipt as the attestation libraries of in-toto read it.

Usage: in_toto.py FOLDER      the folder that andon was started in
"""

import hashlib
import json
import sys
from pathlib import Path

from google.protobuf import json_format
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement

folder = Path(sys.argv[1])
text = (folder / "andon-out/receipt.json").read_text()
statement = Statement.copy_from_pb(json_format.Parse(text, statement_pb2.Statement()))
statement.validate()
assert statement.pb.predicate_type == "urn:andon:receipt:v1"
for subject in statement.pb.subject:
    digest = hashlib.sha256((folder / subject.name).read_bytes()).hexdigest()
    assert subject.digest["sha256"] == digest, subject.name
predicate = json.loads(text)["predicate"]
verdict = json.loads((folder / "andon-out/verdict.json").read_text())
assert predicate["verdict"] == verdict["verdict"]
assert statement.pb.subject[0].name == "andon-out/verdict.json"
