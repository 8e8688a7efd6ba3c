// The binomial distribution, exactly enough for a test. Each term from the one before it.

internal import RealModule

/// How often something of a fixed probability happens in independent trials.
struct Binomial {
  /// The trials.
  let trials: Int
  /// The probability in each, above 0 and below 1.
  let probability: Double

  /// The probability of `count` or fewer.
  func atMost(_ count: Int) -> Double {
    if count < 0 { return 0 }
    if count >= trials { return 1 }
    return min(1, (0...count).reduce(0) { $0 + mass($1) })
  }

  /// The probability of `count` or more.
  func atLeast(_ count: Int) -> Double {
    if count <= 0 { return 1 }
    if count > trials { return 0 }
    // Added from the small end, so that small tails keep their digits.
    return min(1, (count...trials).reversed().reduce(0) { $0 + mass($1) })
  }

  private func mass(_ count: Int) -> Double {
    let (n, k) = (Double(trials), Double(count))
    let choices = Double.logGamma(n + 1) - .logGamma(k + 1) - .logGamma(n - k + 1)
    return .exp(choices + k * .log(probability) + (n - k) * .log(onePlus: -probability))
  }
}
