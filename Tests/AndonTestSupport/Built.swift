// Where the programs under test and the repository's files are.

package import AndonSystem

/// Paths of what the package has built, and of its sources.
package enum Built {
  /// The folder of the built programs; the tests' own program lies there as well.
  package static func folder() throws -> String { try ProcessEnvironment().programFolder }

  /// The program `andon`.
  package static func andon() throws -> String { try folder() + "/andon" }

  /// The programs that andon starts.
  package static func programs() throws -> OwnPrograms {
    try OwnPrograms(keeper: OwnPrograms.keeper(in: try folder()), withOutputs: false)
  }

  /// The program `andon-outputs`.
  package static func outputs() throws -> String { try folder() + "/andon-outputs" }

  /// The program that misbehaves.
  package static func troublemaker() throws -> String { try folder() + "/andon-troublemaker" }

  /// The repository's root.
  package static let repository = Paths.absolute("../..", in: folderOfThisFile)

  /// Real inputs that lie beside the repository, where they are there.
  package static var sharedData: String? {
    let path = Paths.absolute("../shared/data", in: repository)
    return Files.isFolder(path) ? path : nil
  }

  private static var folderOfThisFile: String {
    let path = #filePath
    return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
