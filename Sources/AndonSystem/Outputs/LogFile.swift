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
  private let directory: Directory
  private let most: Int?
  private var file: Descriptor?
  private var total = 0
  /// The error number with which it could not be written whole.
  package private(set) var fault: Int32?

  /// Creates a log of at most that many bytes below a directory, and the folder that it lies in.
  package init(_ path: String, in directory: Directory, most: Int?) {
    self.path = path
    self.most = most
    var directory = directory
    do throws(SystemError) {
      file = try Self.create(Array(path.utf8), in: &directory)
    } catch {
      file = nil
      fault = error.number
    }
    self.directory = directory
  }

  // An earlier stage may have taken the folder away, or have put something in the log's place,
  // which is not opened.
  private static func create(
    _ path: [UInt8], in directory: inout Directory
  ) throws(SystemError) -> Descriptor {
    let flags = O_RDWR | O_CREAT | O_EXCL
    do throws(SystemError) {
      return try directory.open(path, flags)
    } catch {
      switch error.number {
      case EEXIST: try directory.remove(String(decoding: path, as: UTF8.self))
      case ENOENT:
        directory = try directory.remade()
        try directory.makeDirectories(above: path)
      default: throw error
      }
      return try directory.open(path, flags)
    }
  }

  /// The state of the file that was written, to see later changes; nil where there is no file.
  package var trace: LogTrace? {
    switch file {
    case .some(let file): LogTrace(of: file)
    case .none: nil
    }
  }

  /// The last bytes that the file holds, at most `count`, whatever is in its place by now.
  package func tail(_ count: Int) -> [UInt8] {
    switch file {
    case .some(let file): file.tail(count, size: file.regularSize ?? 0)
    case .none: []
    }
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
    let suffix = ".\(ProcessEnvironment.freshID().prefix(16)).part"
    let beside = path + suffix
    do throws(SystemError) {
      let ordered = try directory.open(Array(beside.utf8), O_RDWR | O_CREAT | O_EXCL)
      var error = copy(0..<half, to: ordered)
      if error == 0 {
        error = ordered.writeAll(Array("\n… \(leftOut) bytes left out …\n".utf8).span)
      }
      if error == 0 { error = copy(oldest..<most, to: ordered) }
      if error == 0 { error = copy(half..<oldest, to: ordered) }
      if error != 0 { throw SystemError(error, "write \(path)") }
      let (folder, name) = try directory.parent(of: Array(path.utf8))
      try folder.putInPlace(name + Array(suffix.utf8), as: name)
      file = consume ordered
    } catch {
      fault = error.number
      // The log that is there stays.
      try? directory.remove(beside)
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
