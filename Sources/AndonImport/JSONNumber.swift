// One number out of a JSON file that a stage wrote: hostile input. RFC 6901.

package import AndonModel
internal import AndonText

/// Reads numbers from JSON.
package enum JSONNumber {
  /// The number that a pointer leads to, or why there is none.
  package static func reading(_ bytes: [UInt8], at pointer: JSONPointer) -> Reading {
    do throws(JSONReader.Fault) {
      var value: JSONValue? = try JSONReader.value(bytes)
      for token in pointer.tokens { value = value.flatMap { child(of: $0, token) } }
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

  private static func child(of value: JSONValue, _ token: String) -> JSONValue? {
    guard case .array(let items) = value else { return value[token] }
    // RFC 6901, section 4: a position has no leading zero.
    guard let index = Int(token), "\(index)" == token, items.indices.contains(index) else {
      return nil
    }
    return items[index]
  }

  private static func place(_ pointer: JSONPointer) -> String {
    pointer.tokens.isEmpty ? "its top" : "\(pointer)"
  }
}
