// The command line of this process. Swift's own `CommandLine` reads /proc/self/cmdline and is empty
// where /proc is missing; an empty command line must not be taken for one without words.

internal import CAndonSystem
internal import Glibc

/// The words that this process was started with.
package enum Arguments {
  /// The words after the program's name.
  ///
  /// Bytes that are not UTF-8 are replaced, so that such a word is another one: see `areText`.
  package static var words: [String] {
    guard let start = unsafe andon_arguments() else { return [] }
    return (1..<max(1, Int(andon_argument_count()))).compactMap { index in
      unsafe start[index].map { unsafe String(cString: $0) }
    }
  }

  /// Whether all of them are UTF-8.
  package static var areText: Bool {
    guard let start = unsafe andon_arguments() else { return true }
    return (1..<max(1, Int(andon_argument_count()))).allSatisfy { index in
      unsafe start[index].map { unsafe String(validatingCString: $0) != nil } ?? true
    }
  }
}
