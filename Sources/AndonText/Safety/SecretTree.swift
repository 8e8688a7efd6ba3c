// All secrets as one automaton: A. Aho and M. Corasick, "Efficient String Matching" (1975), with
// overlapping matches as one: each of them is a secret.

/// Finds secrets.
struct SecretTree: Sendable {
  /// A way through a stream, between two pieces of it.
  struct Search: Sendable {
    /// The byte that is looked at next.
    var next = 0
    fileprivate var state: Int32 = 0
    // Secrets that were found and may still turn out to be longer ones, or to overlap with others.
    fileprivate var best: Range<Int>?
    // The end of what was told.
    fileprivate var told = 0

    /// Whether nothing has begun.
    var isIdle: Bool { state == 0 && best == nil }

    /// The first byte that may be a part of a secret that is not decided.
    fileprivate(set) var open = 0

    /// The stream begins that many bytes later.
    mutating func move(by count: Int) {
      next -= count
      open -= count
      told -= count
      best = best.map { $0.lowerBound - count..<$0.upperBound - count }
    }
  }

  // By node. Most have one child.
  private var bytes: [UInt8] = [0]
  private var children: [Int32] = [-1]
  private var others: [Int64: Int32] = [:]
  private var failures: [Int32] = [0]
  private var depths: [Int32] = [0]
  // The length of the longest secret that ends there; 0 for none.
  private var lengths: [Int32] = [0]

  /// Takes the secrets.
  init(_ secrets: [[UInt8]]) {
    for secret in secrets { add(secret) }
    link()
  }

  private mutating func add(_ secret: [UInt8]) {
    var node: Int32 = 0
    for byte in secret {
      if let child = child(of: node, byte) {
        node = child
        continue
      }
      let new = Int32(children.count)
      bytes.append(0)
      children.append(-1)
      failures.append(0)
      depths.append(depths[Int(node)] + 1)
      lengths.append(0)
      if children[Int(node)] < 0 {
        children[Int(node)] = new
        bytes[Int(node)] = byte
      } else {
        others[Self.key(node, byte)] = new
      }
      node = new
    }
    lengths[Int(node)] = Int32(secret.count)
  }

  private static func key(_ node: Int32, _ byte: UInt8) -> Int64 { Int64(node) << 8 | Int64(byte) }

  private func child(of node: Int32, _ byte: UInt8) -> Int32? {
    let first = children[Int(node)]
    if first >= 0, bytes[Int(node)] == byte { return first }
    return others.isEmpty || first < 0 ? nil : others[Self.key(node, byte)]
  }

  // For each node the longest other one that it ends with, the shallow ones first.
  private mutating func link() {
    var edges: [(parent: Int32, byte: UInt8, child: Int32)] = []
    for node in children.indices where children[node] >= 0 {
      edges.append((Int32(node), bytes[node], children[node]))
    }
    for (key, child) in others {
      edges.append((Int32(key >> 8), UInt8(truncatingIfNeeded: key), child))
    }
    edges.sort { depths[Int($0.child)] < depths[Int($1.child)] }
    for edge in edges where edge.parent != 0 {
      var node = failures[Int(edge.parent)]
      while node != 0, child(of: node, edge.byte) == nil { node = failures[Int(node)] }
      let failure = child(of: node, edge.byte) ?? 0
      failures[Int(edge.child)] = failure
      if lengths[Int(edge.child)] == 0 { lengths[Int(edge.child)] = lengths[Int(failure)] }
    }
  }

  /// The next secret from `search.next` on; nil where the bytes end before one is decided, or where
  /// nothing has begun any more.
  ///
  /// After nil, `search.open` says from where on the bytes are needed again.
  func find(in bytes: Span<UInt8>, _ search: inout Search, isEnd: Bool) -> Range<Int>? {
    while search.next < bytes.count {
      let byte = bytes[search.next]
      // A state stands for the bytes before `next` that it is deep.
      while search.state != 0, child(of: search.state, byte) == nil {
        search.state = failures[Int(search.state)]
        // Nothing that begins within it is possible any more.
        if let best = search.best,
          search.next - Int(depths[Int(search.state)]) >= best.upperBound
        {
          search.best = nil
          return report(best, &search)
        }
      }
      search.state = child(of: search.state, byte) ?? 0
      search.next += 1
      let length = Int(lengths[Int(search.state)])
      if length > 0 {
        let match = max(search.next - length, search.told)..<search.next
        let former = search.best
        let isApart = former.map { $0.upperBound <= match.lowerBound } ?? true
        search.best =
          isApart
          ? match : min(match.lowerBound, former?.lowerBound ?? .max)..<match.upperBound
        if isApart, let former { return report(former, &search) }
      }
      if search.state == 0 {
        if let best = search.best {
          search.best = nil
          return report(best, &search)
        }
        search.open = search.next
        return nil
      }
    }
    if isEnd, let best = search.best {
      search.best = nil
      return report(best, &search)
    }
    let depth = Int(depths[Int(search.state)])
    search.open = min(search.next, search.best?.lowerBound ?? .max, bytes.count - depth)
    return nil
  }

  private func report(_ match: Range<Int>, _ search: inout Search) -> Range<Int> {
    search.told = match.upperBound
    search.open = match.upperBound
    return match
  }
}
