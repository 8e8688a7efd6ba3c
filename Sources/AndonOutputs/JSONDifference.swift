// The first value in which two JSON documents differ, and values that may differ.

internal import AndonModel
internal import AndonText

/// Compares JSON documents.
struct JSONDifference {
  private let terms: DifferenceTerms

  /// Takes what is asked of each difference.
  init(_ terms: DifferenceTerms) { self.terms = terms }

  /// The pointer that leads to the first value that differs, with both values; nil for what is no
  /// JSON, or is written differently and says the same.
  func find(_ first: ByteSource, _ other: ByteSource) -> ContentDifference.FoundDifference? {
    guard let one = Self.document(first), let two = Self.document(other) else { return nil }
    return find(one, two, at: "")
  }

  private static func document(_ source: ByteSource) -> JSONValue? {
    let start = source.head(64).first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    guard start == UInt8(ascii: "{") || start == UInt8(ascii: "["),
      let bytes = source.whole(most: ContentDifference.longest)
    else { return nil }
    // What is no JSON is a text.
    return try? JSONReader.value(bytes)
  }

  private func find(
    _ one: JSONValue, _ two: JSONValue, at pointer: String
  ) -> ContentDifference.FoundDifference? {
    if one == two { return nil }
    switch (one, two) {
    case (.object(let first), .object(let other)): return members(first, other, pointer)
    case (.array(let first), .array(let other)): return items(first, other, pointer)
    case (.null, _), (.boolean, _), (.number, _), (.text, _), (.array, _), (.object, _):
      return found(one, two, at: pointer)
    }
  }

  private func members(
    _ first: [JSONValue.Member], _ other: [JSONValue.Member], _ pointer: String
  ) -> ContentDifference.FoundDifference? {
    func place(_ name: String) -> String { pointer + JSONPointer.step(name) }
    // Of several members of one name the last one counts.
    let own = Dictionary(first.map { ($0.name, $0.value) }) { _, last in last }
    let others = Dictionary(other.map { ($0.name, $0.value) }) { _, last in last }
    for member in first {
      let value = own[member.name] ?? member.value
      guard let same = others[member.name] else {
        return found(value, nil, at: place(member.name))
      }
      if let found = find(value, same, at: place(member.name)) { return found }
    }
    if let member = other.first(where: { own[$0.name] == nil }) {
      return found(nil, member.value, at: place(member.name))
    }
    // The same members with the same values: in another order.
    let names = [first, other].map { Array($0.map(\.name).joined(separator: ", ").utf8) }
    return .init(place: [Self.name(pointer)], first: names[0], other: names[1], suspicion: .order)
  }

  private func items(
    _ first: [JSONValue], _ other: [JSONValue], _ pointer: String
  ) -> ContentDifference.FoundDifference? {
    let inOrder = zip(first, other).enumerated().first { $1.0 != $1.1 }
    guard let (index, (one, two)) = inOrder else {
      let index = min(first.count, other.count)
      return found(
        first.indices.contains(index) ? first[index] : nil,
        other.indices.contains(index) ? other[index] : nil, at: "\(pointer)/\(index)")
    }
    let place = "\(pointer)/\(index)"
    if first.count == other.count,
      first.map(Self.text).sorted() == other.map(Self.text).sorted()
    {
      var found = found(one, two, at: place)
      found.suspicion = .order
      return found
    }
    return find(one, two, at: place)
  }

  private func found(
    _ one: JSONValue?, _ two: JSONValue?, at pointer: String
  ) -> ContentDifference.FoundDifference {
    let none = "(no value)"
    let first = Array((one.map(Self.text) ?? none).utf8)
    let other = Array((two.map(Self.text) ?? none).utf8)
    let areBoth = one != nil && two != nil
    return .init(
      place: [Self.name(pointer)], first: first, other: other,
      suspicion: areBoth ? terms.suspicions.suspicion(first, other) : nil)
  }

  private static func name(_ pointer: String) -> String {
    pointer.isEmpty ? "the document" : pointer
  }

  // A value as text; what is long is cut where it is shown.
  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
    case .text(let text): "\"\(text)\""
    case .array(let items): "[\(items.map(text).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.map { "\"\($0.name)\": \(text($0.value))" }.joined(separator: ", "))}"
    }
  }
}

/// Replaces values of JSON documents.
enum JSONCut {
  /// A document with null for the values that pointers lead to; nil where it is none.
  static func nulling(_ pointers: [JSONPointer], in bytes: [UInt8]) -> [UInt8]? {
    var ranges: [Range<Int>] = []
    for pointer in pointers {
      var reader = JSONReader(bytes)
      do throws(JSONReader.JSONError) {
        try find(pointer.tokens[...], &reader, &ranges)
        try reader.end()
      } catch {
        return nil
      }
    }
    var rest: [UInt8] = []
    var at = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.lowerBound >= at {
      rest += bytes[at..<range.lowerBound] + Array("null".utf8)
      at = range.upperBound
    }
    return rest + bytes[at...]
  }

  private static func find(
    _ tokens: ArraySlice<String>, _ reader: inout JSONReader, _ ranges: inout [Range<Int>]
  ) throws(JSONReader.JSONError) {
    guard let token = tokens.first else { return ranges.append(try reader.range()) }
    switch reader.kind() {
    case .object:
      try reader.object { reader, name throws(JSONReader.JSONError) in
        if name == token {
          try find(tokens.dropFirst(), &reader, &ranges)
        } else {
          try reader.skip()
        }
      }
    case .array:
      var index = 0
      try reader.array { reader throws(JSONReader.JSONError) in
        if String(index) == token {
          try find(tokens.dropFirst(), &reader, &ranges)
        } else {
          try reader.skip()
        }
        index += 1
      }
    case .scalar: try reader.skip()
    }
  }
}
