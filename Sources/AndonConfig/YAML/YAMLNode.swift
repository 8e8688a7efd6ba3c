// YAML as a tree in which every key and scalar knows its place.
// Scalars stay text: what they mean is decided by the key (design, section 3).

/// A node of a YAML document.
struct YAMLNode {
  /// How a scalar is written.
  enum Style {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
    case folded
    /// Where its anchor is, not here.
    case aliased
  }

  /// What a node holds.
  indirect enum YAMLContent {
    /// The text that is meant, and how it is written.
    case scalar(String, Style)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  /// A key with its value.
  struct Entry {
    let name: String
    let key: YAMLNode
    let value: YAMLNode
  }

  /// The line, from 1.
  let line: Int
  /// The column in characters, from 1.
  let column: Int
  /// What it holds.
  let content: YAMLContent
  /// The nodes in it, itself included.
  let size: Int

  /// True for a key without a value: nothing at all, not even quotes.
  var isAbsent: Bool {
    if case .scalar("", .plain) = content { true } else { false }
  }

  /// What kind of node it is, for messages.
  var kind: String {
    switch content {
    case .scalar: isAbsent ? "nothing" : "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
