// Files that appear whole or not at all, and the few other things andon does to a file system.

internal import CAndonSystem
internal import Glibc

/// What andon does with files.
package enum Files {
  /// Puts a file in place whole: written beside it under a name of its own, then renamed.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    do {
      try replace(path) { write in write(bytes) }
    } catch let error as SystemError {
      throw error
    } catch {
      preconditionFailure("nothing else can fail while bytes are written")
    }
  }

  /// Puts a file in place whole; `content` writes it in pieces.
  package static func replace(
    _ path: String, _ content: (_ write: @escaping ([UInt8]) -> Void) throws -> Void
  ) throws {
    let beside = "\(path).\(getpid()).part"
    do {
      let file = try AppendFile(beside)
      try content { file.append($0) }
      if let fault = file.fault { throw SystemError(fault.number, "write \(path)") }
    } catch {
      unsafe unlink(beside)
      throw error
    }
    if unsafe Glibc.rename(beside, path) != 0 {
      let failure = SystemError.last("put \(path) in place")
      unsafe unlink(beside)
      throw failure
    }
  }

  /// The bytes of a file, at most `limit`; a longer file is refused with EFBIG.
  package static func read(_ path: String, limit: Int = .max) throws(SystemError) -> [UInt8] {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if number < 0 { throw .last("read \(path)") }
    return try read(Descriptor(owning: number), path, limit: limit)
  }

  private static func read(
    _ file: borrowing Descriptor, _ path: String, limit: Int
  ) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    // A list that grows by doubling would take three times the file's size.
    bytes.reserveCapacity(min(limit, size(of: file)))
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(file.number, &chunk, chunk.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("read \(path)")
      }
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
      if bytes.count > limit { throw SystemError(EFBIG, "read \(path)") }
    }
  }

  /// The bytes of a regular file, at most `limit`, with its stamp.
  ///
  /// Anything else is refused: to open a pipe would wait for whoever writes to it.
  package static func readRegular(
    _ path: String, limit: Int
  ) throws(SystemError) -> (bytes: [UInt8], stamp: FileStamp) {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if number < 0 { throw .last("read \(path)") }
    let file = Descriptor(owning: number)
    var information = stat()
    guard unsafe fstat(file.number, &information) == 0,
      information.st_mode & S_IFMT == S_IFREG
    else { throw SystemError(EINVAL, "read \(path)") }
    let bytes = try read(file, path, limit: limit)
    return (bytes, FileStamp(information))
  }

  // 0 for what does not say, such as a pipe.
  private static func size(of file: borrowing Descriptor) -> Int {
    var information = stat()
    return unsafe fstat(file.number, &information) == 0 ? Int(information.st_size) : 0
  }

  /// Removes a folder with everything in it, as far as it can; links are not followed.
  package static func removeTree(_ path: String) {
    removeTree(Array(path.utf8))
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

  /// The last bytes of a file, at most `count`; what cannot be read is empty.
  package static func tail(of path: String, count: Int) -> [UInt8] {
    // A stage may have put a pipe in its place.
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if number < 0 { return [] }
    let file = Descriptor(owning: number)
    let size = Int(lseek(file.number, 0, SEEK_END))
    lseek(file.number, off_t(max(0, size - count)), SEEK_SET)
    var bytes = [UInt8](repeating: 0, count: min(max(size, 0), count))
    let read = unsafe Glibc.read(file.number, &bytes, bytes.count)
    return Array(bytes.prefix(max(read, 0)))
  }

  /// The size of a file in bytes; 0 for what cannot be read.
  package static func size(of path: String) -> Int {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? Int(information.st_size) : 0
  }

  /// Adds bytes to the end of a regular file that others write to, on a new line, all of them or
  /// none. Links are not followed.
  ///
  /// `kept`: the bytes of it that stay, what lies behind them is removed; nil for all.
  package static func append(
    _ bytes: [UInt8], to path: String, keeping kept: Int? = nil
  ) throws(SystemError) {
    let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
    let number = unsafe open(path, flags, 0o666)
    if number < 0 { throw .last("write \(path)") }
    let file = Descriptor(owning: number)
    guard let size = file.regularSize else { throw SystemError(EINVAL, "write \(path)") }
    let before = min(kept ?? size, size)
    if before < size, ftruncate(number, off_t(before)) != 0 { throw .last("write \(path)") }
    var last: UInt8 = 0x0A
    if before > 0 { _ = unsafe pread(number, &last, 1, off_t(before - 1)) }
    let error = file.writeAll((last == 0x0A ? bytes : [0x0A] + bytes).span)
    if error == 0 { return }
    ftruncate(number, off_t(before))
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
    // A link to a folder is as good, which a list of outputs does not follow.
    guard let list = FolderList(Array("\(folder)/.".utf8)) else { return [] }
    var names: [String] = []
    while let name = list.next() { names.append(String(decoding: name, as: UTF8.self)) }
    return names.sorted()
  }

  /// True for a folder, also through a symbolic link.
  package static func isFolder(_ path: String) -> Bool { mode(of: path) == S_IFDIR }

  /// True for a regular file, also through a symbolic link.
  package static func isFile(_ path: String) -> Bool { mode(of: path) == S_IFREG }

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
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  private static func mode(of path: String) -> mode_t? {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
  }
}
