// Which way is better.

/// Which values of a figure are better.
package enum Direction: String, CaseIterable, Sendable {
  /// The lower the better: times, sizes.
  case lower
  /// The higher the better: rates, coverage.
  case higher

  /// The other one.
  package var mirrored: Direction {
    switch self {
    case .lower: .higher
    case .higher: .lower
    }
  }
}
