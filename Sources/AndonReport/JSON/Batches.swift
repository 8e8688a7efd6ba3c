// Long lists in pieces: a library's decoder takes several times the memory of what it decodes.

/// A list cut into pieces of one size, the last one shorter.
struct Batches<Item>: Sequence, IteratorProtocol {
  /// What is left.
  var items: ArraySlice<Item>
  /// Items in a piece.
  let size: Int

  /// The next piece.
  mutating func next() -> ArraySlice<Item>? {
    if items.isEmpty { return nil }
    defer { items = items.dropFirst(size) }
    return items.prefix(size)
  }
}
