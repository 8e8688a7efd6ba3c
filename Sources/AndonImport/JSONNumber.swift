// One number out of a JSON file that a stage wrote: hostile input.
// The document is parsed by FoundationEssentials, which bounds its depth; only the way to the value
// is decoded. RFC 8259, RFC 6901.

package import AndonModel
internal import FoundationEssentials

/// Reads numbers from JSON.
package enum JSONNumber {
  /// The number that a pointer leads to, or why there is none.
  package static func reading(_ bytes: [UInt8], at pointer: JSONPointer) -> Reading {
    let decoder = JSONDecoder()
    decoder.userInfo[Pointed.tokens] = pointer.tokens
    do {
      let value = try decoder.decode(Pointed.self, from: Data(bytes)).value
      return value.isFinite ? .exact(value) : .missing(reason: "the number is too large")
    } catch DecodingError.typeMismatch {
      return .missing(reason: "\(place(pointer)) is no number")
    } catch DecodingError.keyNotFound, DecodingError.valueNotFound {
      return .missing(reason: "the file has nothing at \(place(pointer))")
    } catch {
      return .missing(reason: "the file is not JSON")
    }
  }

  private static func place(_ pointer: JSONPointer) -> String {
    pointer.tokens.isEmpty ? "its top" : "\(pointer)"
  }
}

// Walks down to one number without decoding anything beside the way.
private struct Pointed: Decodable {
  static let tokens: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "tokens") else {
      preconditionFailure("a key of a word can always be made")
    }
    return key
  }()

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private struct PassedOver: Decodable {
    init(from decoder: any Decoder) {}
  }

  let value: Double

  init(from decoder: any Decoder) throws {
    var place = decoder
    for token in decoder.userInfo[Self.tokens] as? [String] ?? [] {
      place = try Self.child(of: place, token)
    }
    value = try place.singleValueContainer().decode(Double.self)
  }

  private static func child(of place: any Decoder, _ token: String) throws -> any Decoder {
    let key = Key(token)
    if let members = try? place.container(keyedBy: Key.self) {
      guard members.contains(key) else { throw nothing(key, at: place) }
      return try members.superDecoder(forKey: key)
    }
    // RFC 6901, section 4: a position has no leading zero.
    guard var items = try? place.unkeyedContainer(), let index = Int(token), "\(index)" == token,
      index >= 0, index < items.count ?? 0
    else { throw nothing(key, at: place) }
    for _ in 0..<index { _ = try items.decode(PassedOver.self) }
    return try items.superDecoder()
  }

  private static func nothing(_ key: Key, at place: any Decoder) -> DecodingError {
    .keyNotFound(key, .init(codingPath: place.codingPath, debugDescription: "nothing there"))
  }
}
