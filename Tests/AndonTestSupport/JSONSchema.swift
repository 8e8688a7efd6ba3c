// JSON held against a schema by a validator that is not ours: python3-jsonschema.

/// Validates JSON documents.
package enum JSONSchema {
  /// What is wrong with a document, nothing when it is valid; nil where there is no validator.
  package static func faults(of document: String, schema: String) throws -> String? {
    let script = """
      import json, sys
      try:
          import jsonschema
      except ImportError:
          sys.exit(77)
      schema = json.load(open(sys.argv[2]))
      kind = jsonschema.validators.validator_for(schema)
      kind.check_schema(schema)
      for error in kind(schema).iter_errors(json.load(open(sys.argv[1]))):
          print("/".join(map(str, error.absolute_path)), error.message[:300])
      """
    let end = try Child.run(["/usr/bin/python3", "-c", script, document, schema], in: "/")
    if end.exitCode == 77 { return nil }
    return end.exitCode == 0 ? end.output : "the validator failed: \(end.error)"
  }
}
