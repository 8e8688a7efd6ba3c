// Whether the graph of needs can be carried out: no dangling name, no cycle.

internal import AndonModel

/// Checks the edges between stages.
enum NeedsCheck {
  /// Adds a fault for every need without a stage and for every cycle.
  ///
  /// `needs` are the names of each stage in the order of `stages`, with their places.
  static func check(
    _ stages: [Stage], needs: [[(text: String, node: YAMLNode)]], _ faults: inout ConfigFaults
  ) {
    let names = stages.map(\.id.text)
    let index = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    for need in needs.joined() where index[need.text] == nil {
      faults.add(
        need.node, "there is no stage `\(need.text)`",
        hint: .nearest(to: need.text, among: names))
    }
    let edges = needs.map { $0.compactMap { index[$0.text] } }
    for cycle in cycles(edges) {
      let path = (cycle + [cycle[0]]).map { names[$0] }.joined(separator: " → ")
      let node = needs[cycle[0]].first { index[$0.text] == cycle[1 % cycle.count] }?.node
      faults.add(
        line: node?.line ?? 1, column: node?.column ?? 1, "these stages need each other: \(path)",
        hint: "remove one of these needs")
    }
  }

  // One cycle of each knot, beginning with its first stage. Kahn (1962) takes away whatever can be
  // ordered; in the rest every stage has a need, so that following needs must come round.
  private static func cycles(_ needs: [[Int]]) -> [[Int]] {
    var missing = needs.map(\.count)
    var dependants = [[Int]](repeating: [], count: needs.count)
    for (stage, needed) in needs.enumerated() {
      for need in needed { dependants[need].append(stage) }
    }
    var free = missing.indices.filter { missing[$0] == 0 }
    while let stage = free.popLast() {
      for dependant in dependants[stage] {
        missing[dependant] -= 1
        if missing[dependant] == 0 { free.append(dependant) }
      }
    }
    var walk = [Int](repeating: 0, count: needs.count)
    var found: [[Int]] = []
    for start in needs.indices where missing[start] > 0 && walk[start] == 0 {
      var path: [Int] = []
      var at = start
      while walk[at] == 0 {
        walk[at] = start + 1
        path.append(at)
        guard let next = needs[at].first(where: { missing[$0] > 0 }) else { break }
        at = next
      }
      if walk[at] == start + 1, let entry = path.firstIndex(of: at) {
        let cycle = Array(path[entry...])
        let first = cycle.indices.min { cycle[$0] < cycle[$1] } ?? 0
        found.append(Array(cycle[first...] + cycle[..<first]))
      }
    }
    return found
  }
}
