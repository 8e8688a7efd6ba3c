// junit.xml: written through libxml2, validated through libxml2, counted again.

internal import AndonModel
internal import AndonXML
internal import CAndonSchemas

/// The JUnit report as a file.
enum JUnitFile {
  // libxml2 refuses a longer text without its "huge" option; in bytes of UTF-8.
  private static let longestText = 1_000_000

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
        "errors": "\(counts.errors)", "time": Wording.decimal(document.seconds, 3),
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
      let figures = suite.figures.rows.filter { $0.quantity.reading.value != nil }
      if !figures.isEmpty {
        try xml.element("properties") { xml throws(XMLError) in
          for figure in figures { try write(figure, &xml) }
        }
      }
      for item in suite.cases { try write(item, &xml) }
    }
    try xml.element(
      "testsuite",
      [
        "name": suite.name, "tests": "\(counts.tests)", "failures": "\(counts.failures)",
        "errors": "\(counts.errors)", "skipped": "\(counts.skipped)",
        "time": Wording.decimal(suite.seconds, 3), "timestamp": suite.startedAt.description,
        "hostname": suite.hostname, "id": "\(id)", "file": suite.file,
      ], content: content)
  }

  private static func write(
    _ figure: Measurements.Row, _ xml: inout XMLWriter
  ) throws(XMLError) {
    guard let value = figure.quantity.reading.value else { return }
    let name = "andon.\(figure.name)"
    try xml.element("property", ["name": name, "value": value.description])
    let bound = figure.quantity.reading.bound
    if bound == .exact { return }
    try xml.element("property", ["name": name + ".bound", "value": bound.rawValue])
  }

  private static func write(
    _ item: JUnitDocument.Case, _ xml: inout XMLWriter
  ) throws(XMLError) {
    try xml.element(
      "testcase",
      [
        "classname": item.className, "name": item.name,
        "time": Wording.decimal(item.seconds, 3),
      ]
    ) { xml throws(XMLError) in
      // The message twice: GitLab drops the attribute when there is text.
      switch item.outcome {
      case .passed:
        if !item.output.isEmpty {
          try xml.element("system-out") { xml throws(XMLError) in
            try xml.text(cut(item.output))
          }
        }
      case .failure(let type, let message):
        try xml.element("failure", ["type": type, "message": message]) { xml throws(XMLError) in
          try xml.text(cut([message] + item.output))
        }
      case .error(let type, let message):
        try xml.element("error", ["type": type, "message": message]) { xml throws(XMLError) in
          try xml.text(cut([message] + item.output))
        }
      case .skipped(let message):
        try xml.element("skipped", ["message": message]) { xml throws(XMLError) in
          try xml.text(message)
        }
      }
    }
  }

  private static func cut(_ lines: [String]) -> String {
    let text = lines.joined(separator: "\n")
    return text.utf8.count <= longestText ? text : String(text.prefix(longestText / 4)) + "\n…"
  }
}

extension XMLElement {
  fileprivate func number(_ name: String) -> Int { attributes[name].flatMap { Int($0) } ?? 0 }
}
