// Expected texts in files beside the tests.
// ANDON_UPDATE_GOLDENS=1 rewrites them, never on CI; a missing one fails.

internal import AndonSystem

/// Compares with expected texts.
package enum Golden {
  /// Why a text is not the expected one; nil when it is.
  package static func difference(_ text: String, _ name: String, in folder: String) throws
    -> String?
  {
    let surroundings = try ProcessEnvironment()
    let path = "\(folder)/Goldens/\(name)"
    if surroundings.variable("ANDON_UPDATE_GOLDENS") == "1", surroundings.variable("CI") == nil {
      try Files.createFolder("\(folder)/Goldens")
      try Files.replace(path, with: Array(text.utf8))
      return nil
    }
    guard Files.isFile(path) else { return "\(path) is missing" }
    let expected = String(decoding: try Files.read(path), as: UTF8.self)
    if expected == text { return nil }
    let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let right = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(left, right).prefix { $0 == $1 }.count
    let before = left.indices.contains(line) ? String(left[line]) : "(end)"
    let after = right.indices.contains(line) ? String(right[line]) : "(end)"
    return "\(name), line \(line + 1): expected\n  \(before)\nbut got\n  \(after)"
  }
}
