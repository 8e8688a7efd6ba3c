// A stored format against its schema and its reader, field by field.

internal import AndonText

/// Checks of stored formats.
package enum StoredFormat {
  /// The differences between files and a schema of `schemas/`, nothing when there are none; nil
  /// without a validator.
  ///
  /// A file may have no property that the schema does not name, and each property that the schema
  /// names is in one of the files.
  package static func differences(_ files: [String], from schema: String) throws -> String? {
    let script = Built.repository + "/Tests/Schemas/strict.py"
    let end = try Child.run(
      ["/usr/bin/python3", script, "\(Built.repository)/schemas/\(schema)"] + files, in: "/")
    if end.exitCode == 77 { return nil }
    return end.exitCode == 0 ? end.output : "the validator failed: \(end.error)"
  }

  /// The paths of members that make no difference to a reader; `isSame` tells whether a document
  /// without one of its members is read as the same value.
  ///
  /// Members of array items have one path, and so have those of the objects named in `maps`.
  package static func unreadMembers(
    of document: [UInt8], maps: Set<String>, isSame: ([UInt8]) -> Bool
  ) throws -> [String] {
    var isRead: [String: Bool] = [:]
    let value = try JSONReader.value(document)
    for (path, keys) in members(value, "", [], maps) where isRead[path] != true {
      isRead[path] = !isSame(Array(text(removing(keys[...], from: value)).utf8))
    }
    return isRead.filter { !$0.value }.keys.sorted()
  }

  private enum Key {
    case name(String)
    case index(Int)
  }

  // Members with a value, outermost first, by their paths.
  private static func members(
    _ value: JSONValue, _ path: String, _ keys: [Key], _ maps: Set<String>
  ) -> [(path: String, keys: [Key])] {
    switch value {
    case .array(let items):
      return items.enumerated().flatMap { index, item in
        members(item, path, keys + [.index(index)], maps)
      }
    case .object(let list):
      let isMap = maps.contains(path.split(separator: "/").last.map(String.init) ?? "")
      return list.filter { $0.value != .null }.flatMap { member in
        let below = isMap ? "\(path)/*" : "\(path)/\(member.name)"
        let here = keys + [.name(member.name)]
        return [(below, here)] + members(member.value, below, here, maps)
      }
    case .null, .boolean, .number, .text: return []
    }
  }

  private static func removing(_ keys: ArraySlice<Key>, from value: JSONValue) -> JSONValue {
    switch (keys.first, value) {
    case (.name(let name), .object(let list)):
      return .object(
        list.compactMap { member in
          guard member.name == name else { return member }
          if keys.count == 1 { return nil }
          return .init(name: name, value: removing(keys.dropFirst(), from: member.value))
        })
    case (.index(let index), .array(var items)):
      items[index] = removing(keys.dropFirst(), from: items[index])
      return .array(items)
    default: return value
    }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let text): "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    case .array(let items): "[" + items.map(text).joined(separator: ",") + "]"
    case .object(let list):
      "{" + list.map { text(.text($0.name)) + ":" + text($0.value) }.joined(separator: ",") + "}"
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": "\\\(scalar)"
    case _ where scalar.value < 0x20:
      "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2)
        + String(scalar.value, radix: 16)
    default: String(scalar)
    }
  }
}
