// What tells a file from the one that stood in its place before.

internal import Glibc

/// A file's identity and its times; see `Directory.stamp`.
///
/// Asking for it has a use of its own: since Linux 6.13 the next writing of a file that was asked
/// for gets a time as fine as the clock's.
package struct FileStamp: Equatable, Sendable {
  /// When it was last written, in nanoseconds since 1970.
  package let modified: Int64
  /// When its content or its attributes last changed, likewise; no program can set it.
  package let changed: Int64
  private let node: UInt64
  /// Its size in bytes.
  package let size: Int64

  init(_ information: stat) {
    modified = Self.nanoseconds(information.st_mtim)
    changed = Self.nanoseconds(information.st_ctim)
    node = UInt64(information.st_ino)
    size = Int64(information.st_size)
  }

  /// Its numbers as words.
  package var words: [String] { ["\(modified)", "\(changed)", "\(node)", "\(size)"] }

  /// Takes the words of a stamp off a list; nil where they are none.
  package init?(_ words: inout ArraySlice<String>) {
    guard words.count >= 4, let modified = Int64(words.removeFirst()),
      let changed = Int64(words.removeFirst()), let node = UInt64(words.removeFirst()),
      let size = Int64(words.removeFirst())
    else { return nil }
    self.modified = modified
    self.changed = changed
    self.node = node
    self.size = size
  }

  // A program may give a file any time: one beyond the year 2262, or before 1677, is the nearest.
  static func nanoseconds(_ time: timespec) -> Int64 {
    let most = Int64.max / 1_000_000_000 - 1
    let seconds = min(max(Int64(time.tv_sec), -most), most)
    return seconds * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
