// What stands before the data of a gzip file: the time of packing, a name, the system.
// RFC 1952, section 2.3.

internal import AndonModel

/// The header of a gzip file.
struct GzipHeader: Equatable {
  /// When it was packed, in seconds since 1970; 0 where that is not said.
  let time: UInt32
  /// Flags, level and system.
  let rest: [UInt8]
  /// The name of the file that was packed.
  let name: [UInt8]

  /// Nil for what is no gzip file.
  init?(_ source: ByteSource) {
    let head = source.head(512)
    guard head.count > 18, head[0] == 0x1F, head[1] == 0x8B, head[2] == 8 else { return nil }
    time = head[4..<8].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    rest = [head[3], head[8], head[9]]
    // A name follows an extra field, which few write.
    let hasName = head[3] & 0x08 != 0 && head[3] & 0x04 == 0
    name = hasName ? Array(head[10...].prefix { $0 != 0 }) : []
  }

  /// The first part of two headers that differs; nil where none does.
  func difference(from other: GzipHeader) -> ContentDifference.FoundDifference? {
    func found(
      _ place: String, _ first: [UInt8], _ other: [UInt8], _ suspicion: DifferenceCategory?
    ) -> ContentDifference.FoundDifference {
      .init(place: [place], first: first, other: other, suspicion: suspicion)
    }
    if time != other.time {
      return found(
        "gzip header, time", MomentText.of(Int(time)), MomentText.of(Int(other.time)), .timestamp)
    }
    if name != other.name { return found("gzip header, name", name, other.name, nil) }
    if rest != other.rest {
      let words = [rest, other.rest].map { Array("flags, level, system: \($0)".utf8) }
      return found("gzip header", words[0], words[1], nil)
    }
    return nil
  }
}

/// Moments as they are shown.
enum MomentText {
  /// Seconds since 1970 as text.
  static func of(_ seconds: Int) -> [UInt8] {
    // Such as it stands in verdict.json; what is no time of this age is shown as a number.
    (0..<32_503_680_000).contains(seconds)
      ? Array(Timestamp(milliseconds: Int64(seconds) * 1000).description.utf8)
      : Array("\(seconds) s".utf8)
  }
}
