// junit.xml: written through libxml2, validated through libxml2, counted again.

internal import AndonModel
internal import AndonText
internal import AndonXML
internal import CAndonResources

/// The JUnit report as a file.
enum JUnitFile {
  // libxml2 refuses a longer text without its "huge" option; in bytes of UTF-8.
  private static let maxTextLength = 1_000_000

  /// The document's bytes, in pieces.
  ///
  /// Whether they are valid against `schemas/junit.xsd` is checked when they are read back.
  static func write(
    _ document: JUnitDocument, to sink: @escaping ([UInt8]) -> Void
  ) throws(XMLError) {
    var xml = try XMLWriter(to: sink)
    let counts = document.counts
    try xml.element(
      "testsuites",
      [
        "name": document.name, "tests": "\(counts.tests)", "failures": "\(counts.failures)",
        "errors": "\(counts.errors)", "time": Format.fixed(document.seconds, 3),
      ]
    ) { xml throws(XMLError) in
      for (index, suite) in document.suites.enumerated() {
        try write(suite, id: index, &xml)
      }
    }
    try xml.finish()
  }

  /// Reads a document back: validates it and counts its cases.
  static func count(_ bytes: [UInt8]) throws(XMLError) -> JUnitDocument.Counts {
    var counted = JUnitDocument.Counts()
    var stated = JUnitDocument.Counts()
    try XMLReader.read(bytes, schema: schema) { element in
      switch element.name {
      case "testsuite":
        stated.tests += element.number("tests")
        stated.failures += element.number("failures")
        stated.errors += element.number("errors")
        stated.skipped += element.number("skipped")
      case "testcase": counted.tests += 1
      case "failure": counted.failures += 1
      case "error": counted.errors += 1
      case "skipped": counted.skipped += 1
      default: break
      }
    }
    if counted != stated { throw XMLError("the suites' counts are not those of their cases") }
    return counted
  }

  private static var schema: [UInt8] {
    unsafe UnsafeBufferPointer(start: andon_junit_schema, count: andon_junit_schema_size)
      .map { UInt8(bitPattern: $0) }
  }

  private static func write(
    _ suite: JUnitDocument.Suite, id: Int, _ xml: inout XMLWriter
  ) throws(XMLError) {
    let counts = suite.counts
    let content: (inout XMLWriter) throws(XMLError) -> Void = { xml throws(XMLError) in
      try write(suite.properties, &xml)
      for item in suite.cases { try write(item, &xml) }
    }
    try xml.element(
      "testsuite",
      [
        "name": suite.name, "tests": "\(counts.tests)", "failures": "\(counts.failures)",
        "errors": "\(counts.errors)", "skipped": "\(counts.skipped)",
        "time": Format.fixed(suite.seconds, 3), "timestamp": suite.startedAt.description,
        "hostname": suite.hostname, "id": "\(id)", "file": suite.file,
      ], content: content)
  }

  private static func write(
    _ properties: [JUnitDocument.Property], _ xml: inout XMLWriter
  ) throws(XMLError) {
    if properties.isEmpty { return }
    try xml.element("properties") { xml throws(XMLError) in
      for property in properties {
        try xml.element("property", ["name": property.name, "value": property.value])
      }
    }
  }

  private static func write(
    _ item: JUnitDocument.Case, _ xml: inout XMLWriter
  ) throws(XMLError) {
    try xml.element(
      "testcase",
      [
        "classname": item.className, "name": item.name,
        "time": Format.fixed(item.seconds, 3), "file": item.place?.file,
        "line": item.place.map { "\($0.line)" },
      ]
    ) { xml throws(XMLError) in
      try write(item.properties, &xml)
      let warnings = item.warnings.map { "warning: \($0)" }
      switch item.outcome {
      case .passed: break
      case .failure(let kind, let message):
        try write("failure", kind, message, then: item.output, &xml)
      case .error(let kind, let message):
        try write("error", kind, message, then: item.output, &xml)
      case .skipped(let message):
        try xml.element("skipped", ["message": message]) { xml throws(XMLError) in
          try xml.text(message)
        }
      }
      // The schemes of Surefire: flaky when it was good in the end.
      let name: StaticString = item.outcome == .passed ? "flakyFailure" : "rerunFailure"
      for attempt in item.earlier { try write(name, attempt.kind, attempt.message, &xml) }
      let output = item.outcome == .passed ? warnings + item.output : warnings
      if output.isEmpty { return }
      try xml.element("system-out") { xml throws(XMLError) in
        try xml.text(cut(output.map(Escape.junit)))
      }
    }
  }

  // The message twice: GitLab drops the attribute when there is text.
  private static func write(
    _ element: StaticString, _ kind: JUnitDocument.JUnitProblem, _ message: String,
    then lines: [String] = [], _ xml: inout XMLWriter
  ) throws(XMLError) {
    let message = Escape.junit(message)
    try xml.element(element, ["type": kind.rawValue, "message": message]) { xml throws(XMLError) in
      try xml.text(cut([message] + lines.map(Escape.junit)))
    }
  }

  private static func cut(_ lines: [String]) -> String {
    var room = maxTextLength
    let kept = lines.prefix { line in
      room -= line.utf8.count + 1
      return room >= 0
    }
    let rest = lines.count - kept.count
    if rest == 0 { return kept.joined(separator: "\n") }
    return (kept + ["and \(Format.count(rest, "more line")), which the log holds"])
      .joined(separator: "\n")
  }
}

extension XMLElement {
  fileprivate func number(_ name: String) -> Int { attributes[name].flatMap { Int($0) } ?? 0 }
}
