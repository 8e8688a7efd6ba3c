// One number out of a JSON file that a stage wrote: hostile input. RFC 6901.

package import AndonModel
internal import AndonText

/// Reads numbers from JSON.
package enum JSONNumber {
  /// The number that a pointer leads to, or why there is none.
  package static func reading(_ bytes: [UInt8], at pointer: JSONPointer) -> BoundedValue {
    do throws(JSONReader.JSONError) {
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      var reader = JSONReader(bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes)
      let value = try value(&reader, pointer.tokens[...])
      try reader.end()
      switch value {
      case .number(let number): return .exact(number)
      case nil: return .missing(reason: "the file has nothing at \(place(pointer))")
      case .null, .boolean, .text, .array, .object:
        return .missing(reason: "\(place(pointer)) is no number")
      }
    } catch {
      return .missing(reason: "the file is not JSON: \(error.message), at byte \(error.offset)")
    }
  }

  // The value at the end of a way; nil where the way leads nowhere. What lies beside it is not
  // kept: a stage's file may be large.
  private static func value(
    _ reader: inout JSONReader, _ tokens: ArraySlice<String>
  ) throws(JSONReader.JSONError) -> JSONValue? {
    var found: JSONValue?
    guard let token = tokens.first else {
      if reader.kind() == .scalar { return try reader.value() }
      try reader.skip()
      return .array([])
    }
    switch reader.kind() {
    case .object:
      // Of several members of one name the last is meant, as most readers of JSON have it.
      try reader.object { reader, name throws(JSONReader.JSONError) in
        guard name == token else { return try reader.skip() }
        found = try value(&reader, tokens.dropFirst())
      }
    case .array:
      // RFC 6901, section 4: a position has no leading zero.
      let wanted = Int(token).flatMap { "\($0)" == token ? $0 : nil }
      var position = 0
      try reader.array { reader throws(JSONReader.JSONError) in
        defer { position += 1 }
        guard position == wanted else { return try reader.skip() }
        found = try value(&reader, tokens.dropFirst())
      }
    case .scalar: try reader.skip()
    }
    return found
  }

  private static func place(_ pointer: JSONPointer) -> String {
    pointer.tokens.isEmpty ? "its top" : "\(pointer)"
  }
}
