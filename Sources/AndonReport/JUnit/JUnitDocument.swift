// A JUnit report as values: one level of suites, one outcome a case, counts from the cases.
// The profile that every consumer takes: schemas/junit.xsd.

internal import AndonModel

/// How much a JUnit report says beyond what every consumer takes.
package enum JUnitProfile: String, CaseIterable, Sendable {
  /// What all consumers take.
  case standard
  /// With `file`, `line` and properties of cases: some consumers show them, Jenkins's xunit plugin
  /// refuses them.
  case extended
}

/// A whole report.
struct JUnitDocument: Equatable {
  /// A count of what is in a report or a suite.
  struct Counts: Equatable {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0
  }

  /// The type of a failure or an error.
  ///
  /// CamelCase: GitLab casts text by that attribute.
  enum JUnitProblem: String {
    case sloBreach = "SloBreach"
    case hardTimeout = "HardTimeout"
    case softTimeout = "SoftTimeout"
    case notMeasured = "NotMeasured"
    case stageFailed = "StageFailed"
    case couldNotStart = "CouldNotStart"
  }

  /// What became of a case.
  enum Outcome: Equatable {
    case passed
    case failure(JUnitProblem, message: String)
    case error(JUnitProblem, message: String)
    case skipped(message: String)
  }

  /// An earlier attempt that did not come to a good end.
  struct Earlier: Equatable {
    var kind: JUnitProblem
    var message: String
  }

  /// A property of a suite or a case.
  struct Property: Equatable {
    var name: String
    var value: String
  }

  /// One case.
  struct Case: Equatable {
    var className: String
    var name: String
    var seconds: Double
    var outcome: Outcome
    /// Nobody has a state for a warning: it is a line of output of a passed case.
    var warnings: [String] = []
    /// Lines after the message, in failures and errors; after the warnings otherwise.
    var output: [String] = []
    /// Attempts that others followed.
    var earlier: [Earlier] = []
    /// Where it stands in the pipeline file; nil where that is not told.
    var place: FileLocation?
    var properties: [Property] = []
  }

  /// One suite.
  ///
  /// It always has a case.
  struct Suite: Equatable {
    var name: String
    var hostname: String
    var startedAt: Timestamp
    var file: String?
    /// Become its properties.
    var figures: Measurements
    var cases: [Case]

    static func == (left: Self, right: Self) -> Bool {
      left.name == right.name && left.cases == right.cases
    }

    /// Counted from the cases.
    var counts: Counts {
      cases.reduce(into: Counts()) { counts, item in
        counts.tests += 1
        switch item.outcome {
        case .passed: break
        case .failure: counts.failures += 1
        case .error: counts.errors += 1
        case .skipped: counts.skipped += 1
        }
      }
    }

    /// The sum of the cases.
    var seconds: Double { cases.reduce(0) { $0 + $1.seconds } }

    /// Its figures, their bounds, and how many cases have a warning.
    ///
    /// With the stage in their names: xunitparser reads the properties of all suites into one list,
    /// and refuses a name that comes twice.
    var properties: [Property] {
      var properties = figures.rows.flatMap { figure -> [Property] in
        guard let value = figure.quantity.reading.value else { return [] }
        let name = "andon.\(self.name).\(figure.name)"
        let bound = figure.quantity.reading.bound
        return [Property(name: name, value: value.description)]
          + (bound == .exact ? [] : [Property(name: name + ".bound", value: bound.rawValue)])
      }
      let warned = cases.count { !$0.warnings.isEmpty }
      if warned > 0 {
        properties.append(Property(name: "andon.\(name).warnings", value: "\(warned)"))
      }
      return properties
    }
  }

  /// The pipeline's name.
  var name: String
  /// The suites.
  var suites: [Suite]

  /// Counted from the suites.
  var counts: Counts {
    suites.map(\.counts).reduce(into: Counts()) { sum, counts in
      sum.tests += counts.tests
      sum.failures += counts.failures
      sum.errors += counts.errors
      sum.skipped += counts.skipped
    }
  }

  /// The sum of the suites.
  var seconds: Double { suites.reduce(0) { $0 + $1.seconds } }
}
