// Moments of the calendar as RFC 3339 text in UTC, without Foundation.

/// A moment, to the millisecond, as `2027-01-31T09:30:00.000Z`.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64

  // RFC 3339 has years of four digits; a clock, or a file of others, may say anything.
  private static let first: Int64 = -62_167_219_200_000
  private static let last: Int64 = 253_402_300_799_999

  /// Takes milliseconds since 1970; a moment before the year 0 or after 9999 is the nearest in it.
  package init(milliseconds: Int64) {
    self.milliseconds = min(max(milliseconds, Self.first), Self.last)
  }

  /// Orders by time.
  package static func < (left: Self, right: Self) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The moment that many seconds later, to the millisecond.
  package func advanced(bySeconds seconds: Double) -> Timestamp {
    let distance = Int64(exactly: (seconds * 1000).rounded()) ?? (seconds < 0 ? .min / 2 : .max / 2)
    return Timestamp(milliseconds: milliseconds + distance)
  }

  /// Seconds from an earlier moment to this one.
  package func seconds(since earlier: Timestamp) -> Double {
    Double(milliseconds - earlier.milliseconds) / 1000
  }

  /// RFC 3339 in UTC with three decimals.
  package var description: String {
    let (days, rest) = CalendarDay.floorDivide(milliseconds, 86_400_000)
    let pad = CalendarDay.pad
    let seconds = rest / 1000
    let time = "\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))"
    return "\(CalendarDay(number: days))T\(time).\(pad(rest % 1000, 3))Z"
  }

  /// Reads what `description` writes, with or without the decimals; nil for anything else.
  package init?(_ written: String) {
    let isShort = written.utf8.count == 20 && written.hasSuffix("Z")
    let text = isShort ? written.dropLast() + ".000Z" : written
    let bytes = Array(text.utf8)
    guard bytes.count == 24, Array("--T::.Z".utf8) == [4, 7, 10, 13, 16, 19, 23].map({ bytes[$0] })
    else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      Int64(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      let rest = number(20..<23)
    else { return nil }
    let seconds =
      CalendarDay(year: year, month: month, day: day).number * 86_400 + hour * 3600 + minute * 60
      + second
    self.init(milliseconds: seconds * 1000 + rest)
    if description != text { return nil }
  }
}
