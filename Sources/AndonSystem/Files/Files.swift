// Files that appear whole or not at all, and the few other things andon does to a file system.

internal import CAndonSystem
internal import Glibc

/// Files by paths that a person or the system chose; all others go through `Directory`.
package enum Files {
  /// Puts a file in place whole: written beside it under a name of its own, then renamed.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    try Directory(Paths.parent(of: path)).replace(Paths.name(of: path), with: bytes)
  }

  /// The bytes of a regular file, at most `limit`; a longer one is refused with EFBIG, anything
  /// else with EINVAL: to open a pipe would wait for its writer.
  ///
  /// A pipe that the caller has opened for andon, such as /dev/fd/63, is read to its end.
  package static func read(_ path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
    try read(openForReading(path), path, limit: limit)
  }

  /// Opens a regular file, or a pipe that this process was started with, for reading.
  static func openForReading(_ path: String) throws(SystemError) -> Descriptor {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if number < 0 { throw .last("read \(path)") }
    let file = Descriptor(owning: number)
    guard file.regularSize != nil || isInherited(path) else {
      throw SystemError(EINVAL, "read \(path), which is not a regular file")
    }
    return file
  }

  /// The bytes of a file (absolute) that a pipeline or a caller names.
  ///
  /// One that lies below `root` by its text does not leave it through a link.
  package static func read(
    _ path: String, below root: String, limit: Int
  ) throws(SystemError) -> [UInt8] {
    guard let inner = Paths.relative(path, to: root), !isInherited(path) else {
      return try read(path, limit: limit)
    }
    return try Directory(root).read(inner, limit: limit, links: .inside).bytes
  }

  /// Whether a path names a descriptor that this process was started with.
  static func isInherited(_ path: String) -> Bool {
    path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }

  static func read(
    _ file: borrowing Descriptor, _ path: String, limit: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    // A list that grows by doubling would take three times the file's size. A sparse file may claim
    // any size.
    bytes.reserveCapacity(min(limit, file.regularSize ?? 0, 1 << 26))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try file.read(into: &chunk, path)
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
      if bytes.count > limit { throw SystemError(EFBIG, "read \(path)") }
    }
  }

  /// Removes a folder with everything in it, as far as it can; links are not followed.
  package static func removeTree(_ path: String) {
    try? Directory(Paths.parent(of: path)).removeTree(Array(Paths.name(of: path).utf8))
  }

  /// A folder of a name that nobody else has, for this user alone, where temporary files lie.
  package static func temporaryFolder(in parent: String) throws(SystemError) -> String {
    var name = "\(parent)/andon-XXXXXX".utf8CString.map { $0 }
    let made = unsafe name.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    if !made { throw .last("make a folder in \(parent)") }
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Gives a file another name on the same file system.
  package static func rename(_ path: String, to other: String) throws(SystemError) {
    if unsafe Glibc.rename(path, other) != 0 { throw .last("rename \(path)") }
  }

  /// The first bytes of a file, at most `count`; what cannot be read is empty.
  package static func head(of path: String, count: Int) -> [UInt8] {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if number < 0 { return [] }
    let file = Descriptor(owning: number)
    var bytes = [UInt8](repeating: 0, count: count)
    let read = unsafe Glibc.read(file.number, &bytes, bytes.count)
    return Array(bytes.prefix(max(read, 0)))
  }

  /// The device and inode of a file, and its size.
  package struct Identity: Sendable {
    fileprivate let device: UInt64
    fileprivate let node: UInt64
    /// Its size in bytes.
    package let size: Int

    fileprivate init(_ information: stat) {
      device = UInt64(information.st_dev)
      node = UInt64(information.st_ino)
      size = Int(information.st_size)
    }
  }

  /// The identity and size of a file; nil where stat(2) fails.
  package static func identity(of path: String) -> Identity? {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? Identity(information) : nil
  }

  /// Adds bytes to the end of a regular file that others write to, on a new line, all of them or
  /// none.
  ///
  /// Links are not followed.
  ///
  /// `before`: the file as it was found; what was added since then is removed, and another file in
  /// its place is an error (ESTALE). Nil keeps all.
  package static func append(
    _ bytes: [UInt8], to path: String, since before: Identity? = nil
  ) throws(SystemError) {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
    let number = unsafe open(path, flags, 0o666)
    if number < 0 { throw .last("write \(path)") }
    let file = Descriptor(owning: number)
    guard let size = file.regularSize else { throw SystemError(EINVAL, "write \(path)") }
    var kept = size
    if let before {
      var information = stat()
      guard unsafe fstat(number, &information) == 0, information.st_nlink == 1,
        information.st_dev == before.device, information.st_ino == before.node
      else { throw SystemError(ESTALE, "write \(path)") }
      kept = min(before.size, size)
    }
    if kept < size, ftruncate(number, off_t(kept)) != 0 { throw .last("write \(path)") }
    var last: UInt8 = 0x0A
    if kept > 0 { _ = unsafe pread(number, &last, 1, off_t(kept - 1)) }
    let error = file.writeAll((last == 0x0A ? bytes : [0x0A] + bytes).span)
    if error == 0 { return }
    ftruncate(number, off_t(kept))
    throw SystemError(error, "write \(path)")
  }

  /// A path without links, `.` and `..`; nil for one that leads nowhere.
  package static func realPath(_ path: String) -> String? {
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// Creates a folder and those above it.
  package static func createFolder(_ path: String) throws(SystemError) {
    if unsafe mkdir(path, 0o777) == 0 { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try createFolder(String(path[..<slash]))
      if unsafe mkdir(path, 0o777) == 0 { return }
    }
    if errno == EEXIST, isFolder(path) { return }
    throw .last("create folder \(path)")
  }

  /// Removes a file; one that is not there is no error.
  package static func remove(_ path: String) throws(SystemError) {
    if unsafe unlink(path) != 0, errno != ENOENT { throw .last("remove \(path)") }
  }

  /// The names in a folder, sorted; of one that cannot be read, none.
  package static func names(in folder: String) -> [String] {
    (try? Directory(folder))?.names() ?? []
  }

  /// True for a folder, also through a symbolic link.
  package static func isFolder(_ path: String) -> Bool { mode(of: path) == S_IFDIR }

  /// True for a regular file, also through a symbolic link.
  package static func isFile(_ path: String) -> Bool { mode(of: path) == S_IFREG }

  /// True when this process may write there.
  package static func isWritable(_ path: String) -> Bool { unsafe access(path, W_OK) == 0 }

  /// True when this process may execute the file.
  package static func isExecutable(_ path: String) -> Bool {
    unsafe isFile(path) && access(path, X_OK) == 0
  }

  /// The present on the clock that file times are taken from, in nanoseconds since 1970.
  ///
  /// A file that is written from now on does not bear an earlier time, on a file system of this
  /// machine that counts as finely.
  package static func now() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME_COARSE, &now)
    return FileStamp.nanoseconds(now)
  }

  /// The same, later than a time that has just been; it is waited for as long as the clock takes to
  /// tick.
  package static func now(after past: Int64) -> Int64 {
    for _ in 0..<20 {
      let now = now()
      if now > past || past - now > 100_000_000 { return now }
      usleep(1000)
    }
    return now()
  }

  /// The user that a file belongs to, a link's own; nil for what is not there.
  static func owner(of path: String) -> uid_t? {
    var information = stat()
    return unsafe lstat(path, &information) == 0 ? information.st_uid : nil
  }

  /// True for a folder, not a link to one, that this user alone may enter.
  static func isPrivateFolder(_ path: String) -> Bool {
    var information = stat()
    return unsafe lstat(path, &information) == 0 && information.st_mode == S_IFDIR | 0o700
      && information.st_uid == geteuid()
  }

  private static func mode(of path: String) -> mode_t? {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
  }
}
