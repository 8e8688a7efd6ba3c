// The command line of this process. Swift's own `CommandLine` reads /proc/self/cmdline and is empty
// where /proc is missing; an empty command line must not be taken for one without words.

internal import CAndonSystem
internal import Glibc

/// The words that this process was started with.
package enum Arguments {
  /// The words after the program's name; nil where one of them is not UTF-8, since it would become
  /// another one.
  package static var words: [String]? {
    guard let start = unsafe andon_arguments() else { return [] }
    var words: [String] = []
    for index in 1..<max(1, Int(andon_argument_count())) {
      guard let bytes = unsafe start[index] else { continue }
      guard let word = unsafe String(validatingCString: bytes) else { return nil }
      words.append(word)
    }
    return words
  }
}
