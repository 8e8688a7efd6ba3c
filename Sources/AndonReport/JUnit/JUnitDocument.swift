// A JUnit report as values: one level of suites, one outcome a case, counts from the cases.
// The profile that every consumer takes: schemas/junit.xsd.

internal import AndonModel

/// A whole report.
struct JUnitDocument: Equatable {
  /// A count of what is in a report or a suite.
  struct Counts: Equatable {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0
  }

  /// What became of a case.
  enum Outcome: Equatable {
    case passed
    /// `type` is CamelCase: GitLab casts text by that attribute.
    case failure(type: String, message: String)
    case error(type: String, message: String)
    case skipped(message: String)
  }

  /// One case.
  struct Case: Equatable {
    var className: String
    var name: String
    var seconds: Double
    var outcome: Outcome
    /// Lines after the message, in failures and errors; the whole output otherwise.
    var output: [String] = []
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
