// Tests that gotestsum ran again because they had failed: it lists each run as a case, as it does
// for `-count=2`, where a run that failed is a failure.

internal import AndonXML

/// The runs of each test of one file.
struct JUnitReruns {
  /// The kind of a run.
  enum Run {
    /// The first run of its test.
    case first
    /// Another one that changes nothing.
    case again
    /// One that passed after one that had failed.
    case passed
  }

  // Runs of the open suite by test, and the tests that have failed so far.
  private var runs: [String: Int] = [:]
  private var failed: Set<String> = []
  private var hasRerun = false
  private var hasSingle = false

  /// Whether a property of a suite shows that gotestsum wrote it: go-junit-report names no machine.
  static func isProducer(_ property: borrowing XMLStream) -> Bool {
    property.attribute("name") == "go.version"
      && property.attribute("value")?.contains("/") == true
  }

  /// Takes a case of the suite that is open.
  mutating func read(_ item: JUnitCase) -> Run {
    runs[item.name, default: 0] += 1
    if item.isBroken {
      return item.hasError || failed.insert(item.name).inserted ? .first : .again
    }
    guard !item.isSkipped, failed.remove(item.name) != nil else { return .first }
    hasRerun = true
    return .passed
  }

  /// The suite has ended: tests of another one are others.
  mutating func endSuite() {
    hasSingle = hasSingle || runs.contains { $0.value == 1 }
    (runs, failed) = ([:], [])
  }

  /// Whether all tests ran several times, so that nothing shows why.
  var mayBeRepeats: Bool { hasRerun && !hasSingle }
}
