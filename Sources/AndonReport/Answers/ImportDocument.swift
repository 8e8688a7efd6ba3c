// The answer of `andon import --json`: what files of other tools hold, in their names and units.

package import AndonModel

/// Writes what was imported.
package enum ImportDocument {
  /// The document's bytes.
  package static func write(_ files: [ImportedFile]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.rows("files", files) { json, file in
        json.object { write(file, &$0) }
      }
    }
    json.end()
    return json.bytes
  }

  private static func write(_ file: ImportedFile, _ json: inout JSONWriter) {
    json.text("path", file.path)
    json.text("format", file.format?.rawValue)
    json.text("state", file.state.name)
    json.text("reason", file.state.reason)
    json.rows("measurements", file.measurements) { json, measurement in
      json.object { write(measurement, &$0) }
    }
    if let tests = file.tests { write(tests, &json) } else { json.null("tests") }
    json.array("findings", file.findings) { json, finding in
      json.object { json in
        json.text("rule", finding.code.rawValue)
        json.text("message", finding.message)
        json.integer("line", finding.line)
      }
    }
  }

  private static func write(_ measurement: ImportedMeasurement, _ json: inout JSONWriter) {
    json.text("name", measurement.name)
    switch measurement.value {
    case .number(let number): json.number("value", number)
    case .missing: json.null("value")
    case .list(let numbers): json.array("value", numbers) { $0.number($1) }
    case .several(let parts):
      json.object("value") { json in
        for part in parts {
          json.name(part.name)
          json.number(part.value)
        }
      }
    }
    json.text("unit", measurement.unit)
    json.text("direction", measurement.direction?.rawValue)
    json.number("low", measurement.low)
    json.number("high", measurement.high)
    json.boolean("ofFailure", measurement.isOfFailure)
  }

  private static func write(_ tests: ImportedTests, _ json: inout JSONWriter) {
    json.object("tests") { json in
      json.integer("total", tests.total)
      json.integer("passed", tests.passed)
      json.integer("failed", tests.failed)
      json.integer("errors", tests.errors)
      json.integer("skipped", tests.skipped)
      json.integer("flaky", tests.flaky)
      // A lower bound is not the time.
      let isExact = tests.time.bound == .exact
      json.number("time", isExact ? tests.time.value : nil)
      json.number("timeAtLeast", isExact ? nil : tests.time.value)
      json.array("lowerBounds", tests.lowerBounds) { $0.text($1) }
    }
  }
}
