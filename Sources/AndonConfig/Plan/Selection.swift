// What was asked for, and what it needs.

package import AndonModel

/// The stages that were asked for.
package enum Selection: Equatable, Sendable {
  case everything
  /// These, with what they need, and what runs always.
  case only([StageID])

  /// Whether each stage of a pipeline is selected.
  ///
  /// A name that no stage has is a usage error.
  func selected(of stages: [Stage]) throws(AndonError) -> [Bool] {
    guard case .only(let names) = self else { return stages.map { _ in true } }
    let index = Dictionary(stages.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var selected = stages.map(\.always)
    var open: [Int] = []
    for name in names {
      guard let position = index[name] else {
        throw AndonError(
          .usage, "--only: there is no stage `\(name)`",
          hint: Spelling.hint(for: name.text, among: stages.map(\.id.text)))
      }
      open.append(position)
    }
    var seen: Set<Int> = []
    while let position = open.popLast() {
      guard seen.insert(position).inserted else { continue }
      selected[position] = true
      open += stages[position].needs.compactMap { index[$0] }
    }
    return selected
  }
}
