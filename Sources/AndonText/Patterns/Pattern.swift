// Patterns of pipeline files, matched by PCRE2 within limits.
// A pattern from a file never reaches Swift's own Regex, which has no limits. pcre2api(3).

internal import CPCRE2

/// A compiled pattern.
///
/// Lines are UTF-8, see `PatternText`: PCRE2's own mode for other bytes never matches one, and up
/// to version 10.42 its machine code then does not match letters beyond ASCII with `\S`, `\D` and
/// `\W`.
///
/// It owns C memory, so it is a class; it is used by one thread at a time.
@safe package final class Pattern {
  /// Why a pattern cannot be used.
  package struct PatternError: Error, Equatable, Sendable {
    /// What is wrong, in PCRE2's words.
    package let message: String
    /// Where, in characters from the pattern's start.
    package let offset: Int
  }

  /// What a search found.
  package enum Search: Equatable, Sendable {
    case noMatch
    /// The range of the first group, or of the whole match where there is no group; nil when the
    /// group took no part. And where the next match may begin.
    case match(Range<Int>?, next: Int)
    /// The search was given up at a limit.
    case gaveUp
  }

  // Enough for any line that a person would write a pattern for; about 10 ms at the worst.
  private static let matchLimit: UInt32 = 1_000_000
  private static let depthLimit: UInt32 = 10_000
  private static let heapLimitKiB: UInt32 = 20_000

  private let code: OpaquePointer
  private let data: OpaquePointer
  private let limits: OpaquePointer

  /// Compiles PCRE2 syntax.
  package init(_ pattern: String) throws(PatternError) {
    var text = pattern
    var error: CInt = 0
    var offset = 0
    let compiled = text.withUTF8 { bytes in
      unsafe andon_pcre2_compile(bytes.baseAddress, bytes.count, &error, &offset)
    }
    guard let code = unsafe compiled else {
      throw PatternError(
        message: Self.message(of: error),
        offset: pattern.utf8.prefix(offset).count { $0 & 0xC0 != 0x80 })
    }
    unsafe andon_pcre2_optimize(code)
    guard let data = unsafe andon_pcre2_match_data_for(code),
      let limits = unsafe andon_pcre2_limits(
        Self.matchLimit, Self.depthLimit, Self.heapLimitKiB)
    else { preconditionFailure("PCRE2 has no memory for a pattern that it has compiled") }
    unsafe self.code = code
    unsafe self.data = data
    unsafe self.limits = limits
  }

  deinit {
    unsafe andon_pcre2_match_data_free(data)
    unsafe andon_pcre2_limits_free(limits)
    unsafe andon_pcre2_free(code)
  }

  /// Searches a line for the first match from a place in it, at first from its start.
  package func search(_ line: borrowing UTF8Span, from place: Int = 0) -> Search {
    unsafe line.span.withUnsafeBufferPointer { bytes in
      let found = unsafe andon_pcre2_match(
        code, bytes.baseAddress, bytes.count, place, data, limits)
      if found == andon_pcre2_no_match { return .noMatch }
      guard found > 0, let ranges = unsafe andon_pcre2_ranges(data) else { return .gaveUp }
      // An empty match must not be found again.
      var next = unsafe max(ranges[1], place + 1)
      // Within a letter no search can begin.
      while next < bytes.count, unsafe bytes[next] & 0xC0 == 0x80 { next += 1 }
      let group = unsafe andon_pcre2_groups(code) > 0 ? 1 : 0
      guard group < found else { return .match(nil, next: next) }
      let start = unsafe ranges[2 * group]
      let end = unsafe ranges[2 * group + 1]
      let isThere = start != andon_pcre2_unset() && end >= start
      return .match(isThere ? start..<end : nil, next: next)
    }
  }

  private static func message(of error: CInt) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let count = unsafe andon_pcre2_message(error, &text, text.count)
    return count > 0 ? String(decoding: text.prefix(Int(count)), as: UTF8.self) : "not a pattern"
  }
}
