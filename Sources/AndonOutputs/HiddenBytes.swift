// Secrets taken out of what is shown of outputs, byte for byte, before anything is cut or written
// as digits: a part of a secret would not be known for one any more.

internal import AndonText

/// What must not be shown.
package struct HiddenBytes {
  /// The name of the variable that tells it to `andon-outputs`: values as hexadecimal digits, with
  /// commas between them.
  package static let variable = "ANDON_MASK"

  private let values: [[UInt8]]
  private let longest: Int
  // Too many to be told: nothing is shown.
  private let hidesAll: Bool

  /// Takes what the variable says.
  package init(_ text: String?) {
    hidesAll = text == "*"
    let told = (hidesAll ? "" : text ?? "").split(separator: ",").map { word in
      let digits = Array(word)
      return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
      }
    }
    values = EscapedForms.all(of: told).filter { $0.count > 1 }
    longest = values.map(\.count).max() ?? 0
  }

  /// Bytes with a star for each byte of a secret.
  func blanked(_ bytes: [UInt8]) -> [UInt8] {
    if hidesAll { return [UInt8](repeating: UInt8(ascii: "*"), count: bytes.count) }
    if values.isEmpty { return bytes }
    var result = bytes
    for value in values where value.count <= bytes.count {
      for start in 0...bytes.count - value.count
      where bytes[start] == value[0] && bytes[start...].starts(with: value) {
        for index in start..<start + value.count { result[index] = UInt8(ascii: "*") }
      }
    }
    return result
  }

  /// Bytes of a source from a place on, at most so many, blanked together with what is around them.
  func shown(_ source: ByteSource, from offset: Int, most: Int) -> [UInt8] {
    let start = max(0, offset - longest)
    let bytes = blanked(source.bytes(start, offset - start + most + longest))
    return Array(bytes.dropFirst(offset - start).prefix(most))
  }
}

/// What is asked of each difference that is found.
struct DifferenceTerms {
  /// What differences may look like.
  let suspicions: DifferenceClassifier
  /// What must not be shown of them.
  let hidden: HiddenBytes
  /// When the first run began, in seconds since 1970; 0 where that is not known.
  let begun: Int
}
