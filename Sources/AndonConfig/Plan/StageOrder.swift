// Which stages always come before which, by their needs. Kahn (1962), "Topological Sorting of Large
// Networks".

internal import AndonModel

/// The order that needs enforce.
struct StageOrder {
  private let needs: [[Int]]
  /// Every stage after all that it needs; those of a cycle, and what needs them, are left out.
  let sorted: [Int]

  /// Takes the stages of a pipeline.
  init(_ stages: [Stage]) {
    let index = Dictionary(stages.enumerated().map { ($1.id, $0) }) { first, _ in first }
    self.init(needs: stages.map { $0.needs.compactMap { index[$0] } })
  }

  /// Takes the positions that each stage needs.
  init(needs: [[Int]]) {
    var missing = needs.map(\.count)
    var dependants = [[Int]](repeating: [], count: needs.count)
    for (stage, needed) in needs.enumerated() {
      for need in needed { dependants[need].append(stage) }
    }
    var sorted = missing.indices.filter { missing[$0] == 0 }
    var next = 0
    while next < sorted.count {
      for dependant in dependants[sorted[next]] {
        missing[dependant] -= 1
        if missing[dependant] == 0 { sorted.append(dependant) }
      }
      next += 1
    }
    self.needs = needs
    self.sorted = sorted
  }

  /// For each member of a group the members, by position in it, that always come before it.
  func ancestors(among members: [Int]) -> [StageIndexSet] {
    let empty = StageIndexSet(upTo: members.count)
    var before = [StageIndexSet](repeating: empty, count: needs.count)
    let position = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    for stage in sorted {
      for need in needs[stage] {
        before[stage].formUnion(before[need])
        if let place = position[need] { before[stage].insert(place) }
      }
    }
    return members.map { before[$0] }
  }
}

/// Small whole numbers, one bit each: ten thousand sets of ten thousand stay within 13 MB.
struct StageIndexSet {
  private var words: [UInt64]

  /// An empty set for numbers below `count`.
  init(upTo count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  /// Whether a number is in it.
  func contains(_ number: Int) -> Bool { words[number / 64] >> UInt64(number % 64) & 1 == 1 }

  /// Adds a number.
  mutating func insert(_ number: Int) { words[number / 64] |= 1 << UInt64(number % 64) }

  /// Adds all of another set of the same size.
  mutating func formUnion(_ other: StageIndexSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}
