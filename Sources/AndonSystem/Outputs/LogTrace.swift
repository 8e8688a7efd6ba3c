// A log as it was when it was written.

/// The state of a log, to see later changes.
package struct LogTrace: Equatable, Sendable {
  // A longer log is not digested: other attributes alone, such as its mode, then count as a change.
  private static let longest = 1 << 20

  private let stamp: FileStamp
  private let sha256: SHA256?

  init?(of file: borrowing Descriptor) {
    guard let stamp = file.stamp, let size = file.regularSize else { return nil }
    self.stamp = stamp
    let bytes = size <= Self.longest ? file.tail(size, size: size) : nil
    sha256 = bytes.map { SHA256(of: $0) }
  }

  /// Whether there is something else at its path below a directory by now; a change of its mode
  /// alone does not count.
  package func isChanged(
    _ path: String, in directory: Directory, until isOver: @escaping () -> Bool
  ) -> Bool {
    guard let present = directory.stamp(of: path) else { return true }
    if present == stamp { return false }
    guard let sha256, present.size == stamp.size else { return true }
    var digests = FileDigests(until: isOver)
    return (try? digests.digest(of: Array(path.utf8), in: directory)) != sha256
  }
}
