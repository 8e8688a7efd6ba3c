// Where a hand-written report contradicts itself.

/// A place in a report, and what stands there.
package struct ReportClaim: Equatable, Sendable {
  /// The line, from 1.
  package var line: Int
  /// What is claimed, as it is written or counted.
  package var value: String

  /// Joins a line and what it claims.
  package init(line: Int, value: String) {
    self.line = line
    self.value = value
  }
}

/// Two statements of a report that cannot both be true.
package struct Contradiction: Equatable, Sendable {
  /// What kind of statement it is about.
  package enum ContradictionKind: String, CaseIterable, Sendable {
    /// A count or a share that its rows do not give.
    case tally
    /// A decision on a value that was cut off before it could tell.
    case censored
    /// A decision without a value.
    case unmeasured
    /// A pass although the measurement is said to have been disturbed.
    case tainted
    /// One measurement that is counted several times.
    case duplicate
    /// A decision that value and limit, or another place, do not give.
    case status
  }

  /// What kind of statement it is about.
  package var kind: ContradictionKind
  /// What is wrong, in one sentence without a period.
  package var message: String
  /// The statement.
  package var claim: ReportClaim
  /// What it stands against.
  package var against: [ReportClaim]

  /// Joins a statement and what it stands against.
  package init(
    _ kind: ContradictionKind, _ message: String, claim: ReportClaim, against: [ReportClaim]
  ) {
    self.kind = kind
    self.message = message
    self.claim = claim
    self.against = against
  }
}
