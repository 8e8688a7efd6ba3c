// Where andon is installed, seen from the stages: a stage that can write there can replace andon.

internal import AndonModel
internal import AndonSystem

/// The folder of andon's own program.
struct Installation {
  let surroundings: ProcessEnvironment
  let repository: Repository?

  /// Says that stages can write there; nil where they cannot.
  ///
  /// Permissions do not bind a stage of root; there the folder of the run is what stages write to.
  var finding: Finding? {
    let folder = surroundings.programFolder
    let roots = [surroundings.folder, repository?.root].compactMap { $0 }
    let isInside = roots.contains { folder == $0 || Paths.relative(folder, to: $0) != nil }
    let isWritable = !surroundings.isRoot && Files.isWritable(folder)
    guard isInside || isWritable else { return nil }
    return Finding(
      .writableInstallation, .notice, .warning,
      "stages can write to \(folder), where andon is installed")
  }
}
