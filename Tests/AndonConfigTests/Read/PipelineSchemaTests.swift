// The reader of pipeline files and the schema that editors use say the same.

import AndonConfig
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Pipeline files") struct PipelineSchemaTests {
  private static let alike = PipelineFile.right + PipelineFile.wrong + PipelineFile.binary

  @Test("the table is large enough, and half of it is right")
  func table() {
    #expect(PipelineFile.right.count >= 40 && PipelineFile.wrong.count >= 40)
    #expect(Set(Self.alike.map(\.what)).count == Self.alike.count)
  }

  @Test(
    "a right file is read, a wrong one is refused", arguments: alike + PipelineFile.beyondSchema)
  func reader(_ file: PipelineFile) {
    let found = Samples.faults(file.bytes)
    #expect(found.isEmpty == file.isRight, "\(found)")
  }

  @Test("the schema judges each file as the reader does")
  func schema() throws {
    let folder = try TemporaryDirectory()
    for (number, file) in Self.alike.enumerated() {
      try Files.replace("\(folder.path)/\(number).yaml", with: file.bytes)
    }
    let schema = Built.repository + "/schemas/pipeline.schema.json"
    let end = try Child.run(
      ["/usr/bin/python3", "-c", Self.validator, schema, folder.path, "\(Self.alike.count)"],
      in: "/")
    try #require(end.exitCode == 0, "\(end.error)")
    let answers = end.output.split(separator: "\n").map(String.init)
    try #require(answers.count == Self.alike.count)
    for (file, answer) in zip(Self.alike, answers) {
      #expect(answer.hasPrefix("valid") == file.isRight, "\(file.what): \(answer)")
    }
  }

  // Scalars are typed by the JSON schema of YAML 1.2 (section 10.2); what it does not know is text.
  private static let validator = """
    import json, re, sys
    import jsonschema, yaml

    class Loader(yaml.CSafeLoader):
        yaml_implicit_resolvers = {}
    for tag, pattern, first in [
        ("bool", r"^(true|false)$", "tf"), ("null", r"^(null|)$", ["n", ""]),
        ("int", r"^(-?(0|[1-9][0-9]*))$", "-0123456789"),
        ("float", r"^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?$", "-0123456789"),
        ("merge", r"^<<$", "<")]:
        Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))
    def mapping(loader, node):
        names = [loader.construct_object(key) for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        if len(set(map(str, names))) != len(names):
            raise ValueError("a key twice")
        loader.flatten_mapping(node)
        return {str(loader.construct_object(k, deep=True)): loader.construct_object(v, deep=True) for k, v in node.value}
    Loader.add_constructor("tag:yaml.org,2002:map", mapping)

    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for number in range(int(sys.argv[3])):
        try:
            text = open(f"{sys.argv[2]}/{number}.yaml", "rb").read().decode("utf-8-sig")
            fault = next(validator.iter_errors(yaml.load(text, Loader)), None)
            print("valid" if fault is None else "invalid: " + fault.message[:120].replace("\\n", " "))
        except (ValueError, RecursionError, yaml.YAMLError) as error:
            print("invalid: " + type(error).__name__)
    """
}
