// A log on disk: all of it, or its first and its last part with a count of what lies between.
// Writing goes on whatever becomes of the file: a full disk must not stop a stage by a full pipe.

internal import Glibc

/// A log that is being written.
///
/// A class, since it owns a descriptor and is kept in a collection.
package final class LogFile {
  // With a limit the file's second half is used as a ring, and put in order at the end: the first
  // and the last part are on disk at every moment, and no part is in memory.
  private let path: String
  private let most: Int?
  private let file: Descriptor?
  private var total = 0
  /// The error number with which it could not be written whole.
  package private(set) var fault: Int32?

  /// Creates or replaces a log of at most that many bytes, and the folder that it lies in.
  package init(_ path: String, most: Int?) {
    self.path = path
    self.most = most
    do throws(SystemError) {
      file = try Self.create(path)
    } catch {
      file = nil
      fault = error.number
    }
  }

  private static func create(_ path: String) throws(SystemError) -> Descriptor {
    let flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    var number = unsafe open(path, flags, 0o666)
    if number < 0, errno == ENOENT, let slash = path.lastIndex(of: "/") {
      // An earlier stage may have taken the folder away.
      try Files.createFolder(String(path[..<slash]))
      number = unsafe open(path, flags, 0o666)
    }
    if number < 0 { throw .last("write \(path)") }
    return Descriptor(owning: number)
  }

  /// Whether the file lacks a part of what was written.
  package var isTruncated: Bool { fault != nil || leftOut > 0 }

  /// Adds bytes.
  package func write(_ bytes: Span<UInt8>) {
    if fault != nil { return }
    var rest = bytes
    while !rest.isEmpty, fault == nil {
      let count = min(rest.count, room)
      let error = file?.writeAll(rest.extracting(first: count), at: place) ?? 0
      if error != 0 { fault = error }
      total += count
      rest = rest.extracting(droppingFirst: count)
    }
  }

  /// Puts the parts in their order, with the middle counted; nothing may be written after it.
  package func finish() {
    guard fault == nil, leftOut > 0, let most else { return }
    let half = most / 2
    let oldest = half + (total - half) % (most - half)
    let beside = path + ".part"
    let number = unsafe open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    if number < 0 { return fault = errno }
    let ordered = Descriptor(owning: number)
    var error = copy(0..<half, to: ordered)
    if error == 0 { error = ordered.writeAll(Array("\n… \(leftOut) bytes left out …\n".utf8).span) }
    if error == 0 { error = copy(oldest..<most, to: ordered) }
    if error == 0 { error = copy(half..<oldest, to: ordered) }
    if error == 0, unsafe rename(beside, path) != 0 { error = errno }
    if error != 0 {
      unsafe unlink(beside)
      fault = error
    }
  }

  private func copy(_ range: Range<Int>, to other: borrowing Descriptor) -> CInt {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var place = range.lowerBound
    while place < range.upperBound {
      let wanted = min(chunk.count, range.upperBound - place)
      let count = unsafe pread(number, &chunk, wanted, off_t(place))
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      // Somebody has cut the file off.
      if count == 0 { return EIO }
      let error = other.writeAll(chunk.span.extracting(first: count))
      if error != 0 { return error }
      place += count
    }
    return 0
  }

  private var number: CInt {
    switch file {
    case .some(let file): file.number
    case .none: -1
    }
  }

  // Bytes that neither the first nor the last part holds.
  private var leftOut: Int { most.map { max(0, total - $0) } ?? 0 }

  // Where the next byte goes, and how many fit before another place is to be asked for.
  private var place: Int {
    guard let most, total >= most / 2 else { return total }
    return most / 2 + (total - most / 2) % (most - most / 2)
  }

  private var room: Int {
    guard let most else { return .max }
    return total < most / 2 ? most / 2 - total : most - place
  }
}
