// Whether the graph of needs can be carried out: no dangling name, no cycle.

internal import AndonModel

/// Checks the edges between stages.
enum NeedsCheck {
  /// Adds a fault for every need without a stage and for every cycle.
  ///
  /// `needs` are the names of each stage in the order of `stages`, with their places.
  static func check(
    _ stages: [Stage], needs: [[(text: String, node: YAMLNode)]], _ faults: inout ConfigProblems
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
      let message =
        cycle.count == 1
        ? "the stage `\(names[cycle[0]])` needs itself" : "these stages need each other: \(path)"
      let node = needs[cycle[0]].first { index[$0.text] == cycle[1 % cycle.count] }?.node
      faults.add(
        line: node?.line ?? 1, column: node?.column ?? 1, message,
        hint: "remove one of these needs")
    }
  }

  // One cycle of each knot, beginning with its first stage. Of what cannot be ordered every stage
  // has a need that cannot be either, so that following needs must come round.
  private static func cycles(_ needs: [[Int]]) -> [[Int]] {
    var isOrdered = [Bool](repeating: false, count: needs.count)
    for stage in StageOrder(needs: needs).sorted { isOrdered[stage] = true }
    var walk = [Int](repeating: 0, count: needs.count)
    var found: [[Int]] = []
    for start in needs.indices where !isOrdered[start] && walk[start] == 0 {
      var path: [Int] = []
      var at = start
      while walk[at] == 0 {
        walk[at] = start + 1
        path.append(at)
        guard let next = needs[at].first(where: { !isOrdered[$0] }) else { break }
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
