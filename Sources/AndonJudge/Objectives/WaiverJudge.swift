// Whether a waiver excuses a failure. Pure. Design, section 3, row "waiver".

internal import AndonModel

/// Judges waivers.
enum WaiverJudge {
  /// True up to the waiver's day, for a value that is proven not to lie above its bound.
  static func excuses(_ waiver: Waiver, _ reading: BoundedValue, on day: CalendarDay) -> Bool {
    if day > waiver.until { return false }
    guard let bound = waiver.notAbove else { return true }
    return reading.range.map { $0.most <= bound } ?? false
  }
}
