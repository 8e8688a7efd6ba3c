// A JSON value as it was read, members in their order. RFC 8259.

/// A JSON value.
package enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([Member])

  /// A member of an object.
  package struct Member: Equatable, Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package let value: JSONValue

    /// Joins name and value.
    package init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The value of a member; nil when this is no object, or has no such member.
  ///
  /// Of several members of one name the last is meant, as most readers of JSON have it.
  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }
}

extension JSONValue {
  /// The text; nil for anything else.
  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The number; nil for anything else.
  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The items of an array; nil for anything else.
  package var items: [JSONValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The members of an object; nil for anything else.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }
}
