// Which files a run at another path is given. Pure.

internal import AndonModel
internal import AndonSystem

/// What goes into a copy of the work tree besides the files that git knows or does not ignore.
struct CopiedFiles {
  private let plan: Plan
  private let folder: String
  private let hasRepository: Bool

  /// Takes the plan and the working folder, absolute.
  init(_ plan: Plan, _ folder: String, _ facts: VariationSupport) {
    self.plan = plan
    self.folder = folder
    hasRepository = facts.repository != nil
  }

  /// Globs below a root: the outputs of the stages that one needs, directly or through others;
  /// everything where one of them does not say what it makes, and without git.
  func globs(for stage: PlannedStage, root: String) -> [String] {
    if !hasRepository { return ["**"] }
    var open = stage.needs
    var seen: Set<Int> = []
    var globs: [String] = []
    while let index = open.popLast() {
      guard seen.insert(index).inserted else { continue }
      let needed = plan.stages[index]
      open += needed.needs
      let place = Paths.absolute(needed.stage.folder ?? "", in: folder)
      guard needed.stage.namesOutputs, place == root || Paths.relative(place, to: root) != nil
      else { return ["**"] }
      let prefix = Paths.relative(place, to: root).map { $0 + "/" } ?? ""
      globs += needed.stage.outputs.map { prefix + $0 }
    }
    return globs
  }
}
