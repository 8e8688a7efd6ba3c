// Student's t distribution: tails and quantiles, also for degrees of freedom that are not whole.
// P(T >= t) = I(v/(v+t²); v/2, 1/2)/2 with the regularised incomplete beta function: NIST Digital
// Library of Mathematical Functions, 8.17 and 26.5.27 of Abramowitz and Stegun (1964).

internal import RealModule

/// Student's t distribution.
struct StudentT {
  /// Degrees of freedom, above 0.
  let freedom: Double

  /// The probability of a value of `t` or more.
  func upperTail(_ t: Double) -> Double {
    if t.isInfinite { return t > 0 ? 0 : 1 }
    let half = IncompleteBeta.regularised(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return t >= 0 ? half : 1 - half
  }

  /// The value that is reached or exceeded with a probability of at most one half.
  func quantile(upper probability: Double) -> Double {
    guard probability < 0.5 else { return 0 }
    // The tail is convex from 0 on: Newton's steps come nearer from one side and never pass it.
    var value = 0.0
    while true {
      let next = value + (upperTail(value) - probability) / density(value)
      if next <= value || !next.isFinite { return value }
      value = next
    }
  }

  private func density(_ t: Double) -> Double {
    let half = (freedom + 1) / 2
    let scale = Double.exp(.logGamma(half) - .logGamma(freedom / 2))
    return scale / (freedom * .pi).squareRoot() * .pow(1 + t * t / freedom, -half)
  }
}

/// The regularised incomplete beta function.
enum IncompleteBeta {
  private static let maxTerms = 500
  private static let exactness = 1e-16
  // Stands in for a denominator that would be 0: Lentz (1976) as modified by Thompson and Barnett
  // (1986).
  private static let tiny = 1e-300

  /// I(x; a, b) for x from 0 to 1 and positive a and b.
  static func regularised(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    // The continued fraction converges fast on this side only.
    if x > (a + 1) / (a + b + 2) { return 1 - regularised(1 - x, b, a) }
    let logarithm =
      Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b) + a * .log(x)
      + b * .log(onePlus: -x)
    return .exp(logarithm) * fraction(x, a, b) / a
  }

  // DLMF 8.17.22.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    var c = 1.0
    var d = 1 / nonZero(1 - (a + b) * x / (a + 1))
    var value = d
    for term in 1...maxTerms {
      let m = Double(term)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonZero(1 + even * d)
      c = nonZero(1 + even / c)
      value *= c * d
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonZero(1 + odd * d)
      c = nonZero(1 + odd / c)
      value *= c * d
      if abs(c * d - 1) < exactness { break }
    }
    return value
  }

  private static func nonZero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
}
