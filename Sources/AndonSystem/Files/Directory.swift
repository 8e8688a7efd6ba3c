// A directory that is held open, and what is done below it.
// Everything that a pipeline, a result, a report folder or a repository can name is opened through
// here: a path never leaves its directory, by `..`, by an absolute path or by a link, also while
// the tree is changed (openat2(2), RESOLVE_BENEATH). Only paths that a person or the system
// chose, such as the working folder, are opened by `Directory(_:)` as they are. No open waits: what
// is not a regular file is refused.

internal import CAndonSystem
internal import Glibc

/// A regular file that is open for reading.
struct RegularFile: ~Copyable {
  let descriptor: Descriptor
  let information: stat

  /// Gives the descriptor away.
  consuming func opened() -> Descriptor { descriptor }
}

/// An open directory.
///
/// A class, since it owns a descriptor and is shared by those who read below it.
package final class Directory: Sendable {
  /// The treatment of symbolic links on the way.
  package enum Links: Sendable {
    /// A link is an error (ELOOP).
    case refused
    /// A link that stays inside is followed, any other is an error (EXDEV).
    case inside
  }

  private let descriptor: Descriptor
  /// The path by which it was opened, absolute where that was.
  package let path: String
  // The directory that it may not lie outside of.
  private let base: String?

  private init(_ descriptor: consuming Descriptor, _ path: String, base: String? = nil) {
    self.descriptor = descriptor
    self.path = path
    self.base = base
  }

  /// Opens a directory by a path that is trusted: links are followed.
  package convenience init(_ path: String) throws(SystemError) {
    let number = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if number < 0 { throw .last("open \(path)") }
    self.init(Descriptor(owning: number), path)
  }

  /// Opens a directory (absolute) for andon's own files, and makes it where it is not there.
  ///
  /// One that lies below `base` by its text may be reached by no link; any other was chosen by a
  /// person.
  package static func make(_ path: String, below base: String) throws(SystemError) -> Directory {
    guard path == base || Paths.relative(path, to: base) != nil else {
      try Files.createFolder(path)
      return try Directory(path)
    }
    let inner = Array((Paths.relative(path, to: base) ?? "").utf8)
    let root = try Directory(base)
    try root.makeDirectories(inner)
    return Directory(
      try root.open(inner, O_RDONLY | O_DIRECTORY), path, base: base)
  }

  /// The same directory anew, where it was taken away.
  package func remade() throws(SystemError) -> Directory {
    guard let base else {
      try Files.createFolder(path)
      return try Directory(path)
    }
    return try Self.make(path, below: base)
  }

  /// Its number, for calls that take one.
  var number: CInt { descriptor.number }

  // MARK: Opening

  /// Opens a path below it.
  func open(
    _ path: [UInt8], _ flags: CInt, mode: mode_t = 0o666, links: Links = .refused
  ) throws(SystemError) -> Descriptor {
    // openat2(2) refuses more flags for a handle, which never waits.
    let flags = flags & andon_o_path == 0 ? flags | O_NONBLOCK : flags
    let number = unsafe BytePath.with(path) {
      unsafe andon_open_beneath(descriptor.number, $0, flags, mode, links == .inside ? 1 : 0)
    }
    if number < 0 { throw .last("open \(name(path))") }
    return Descriptor(owning: number)
  }

  /// Opens a directory below it.
  package func directory(
    _ path: [UInt8], links: Links = .refused
  ) throws(SystemError) -> Directory {
    Directory(
      try open(path, O_RDONLY | O_DIRECTORY, links: links), name(path), base: base)
  }

  /// Opens a regular file below it for reading.
  func file(_ path: [UInt8], links: Links = .refused) throws(SystemError) -> RegularFile {
    let file = try open(path, O_RDONLY, links: links)
    var information = stat()
    guard unsafe fstat(file.number, &information) == 0,
      information.st_mode & S_IFMT == S_IFREG
    else { throw SystemError(EINVAL, "read \(name(path)), which is not a regular file") }
    return RegularFile(descriptor: file, information: information)
  }

  /// The bytes of a regular file below it, at most `limit` (a longer one: EFBIG), with its stamp.
  package func read(
    _ path: String, limit: Int, links: Links = .refused
  ) throws(SystemError) -> (bytes: [UInt8], stamp: FileStamp) {
    let file = try file(Array(path.utf8), links: links)
    let bytes = try Files.read(file.descriptor, name(Array(path.utf8)), limit: limit)
    return (bytes, FileStamp(file.information))
  }

  /// The last bytes of a regular file below it, at most `count`; what cannot be read is empty.
  package func tail(of path: String, count: Int) -> [UInt8] {
    do throws(SystemError) {
      let file = try file(Array(path.utf8))
      return file.descriptor.tail(count, size: Int(file.information.st_size))
    } catch {
      return []
    }
  }

  // MARK: Looking

  /// The identity and times of a file below it; nil for what is not there.
  package func stamp(of path: String, links: Links = .refused) -> FileStamp? {
    stamp(of: Array(path.utf8), links: links)
  }

  /// The same, by a path in bytes.
  package func stamp(of path: [UInt8], links: Links = .refused) -> FileStamp? {
    do throws(SystemError) {
      let handle = try open(path, andon_o_path, links: links)
      var information = stat()
      return unsafe fstat(handle.number, &information) == 0 ? FileStamp(information) : nil
    } catch {
      return nil
    }
  }

  /// The attributes of a path below it; nil where it is missing.
  ///
  /// A link is a link.
  func information(of path: [UInt8]) -> stat? {
    guard let (parent, name) = try? parent(of: path) else { return nil }
    var information = stat()
    let result = unsafe BytePath.with(name) {
      unsafe fstatat(parent.number, $0, &information, AT_SYMLINK_NOFOLLOW)
    }
    return result == 0 ? information : nil
  }

  /// Whether there is anything at a path below it, a dangling link too.
  package func has(_ path: [UInt8]) -> Bool { information(of: path) != nil }

  /// Whether there is nothing at a path below it, and that can be seen.
  func lacks(_ path: [UInt8]) -> Bool {
    do throws(SystemError) {
      _ = try open(path, andon_o_path | O_NOFOLLOW)
      return false
    } catch {
      return error.number == ENOENT || error.number == ENOTDIR
    }
  }

  /// Whether it belongs to procfs or sysfs, where reading a file may block.
  package var isOfKernel: Bool {
    andon_is_of_kernel(descriptor.number) == 1
  }

  /// True for a regular file.
  package func hasFile(_ path: String) -> Bool {
    information(of: Array(path.utf8)).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
  }

  /// True for a directory, link, pipe, socket or device.
  package func hasOther(_ path: String) -> Bool {
    information(of: Array(path.utf8)).map { $0.st_mode & S_IFMT != S_IFREG } ?? false
  }

  /// Where a link below it leads, by what it says; nil for what is not a link.
  package func target(of path: [UInt8]) -> [UInt8]? {
    guard let (parent, name) = try? parent(of: path) else { return nil }
    return unsafe BytePath.with(name) { unsafe LinkTarget.of($0, in: parent.number) }
  }

  /// The names in a directory below it, sorted; of one that cannot be read, none.
  package func names(in path: String = "") -> [String] {
    names(in: Array(path.utf8)).map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  /// The same as bytes, in the order of the file system.
  func names(in path: [UInt8]) -> [[UInt8]] {
    guard let list = DirectoryList(path, in: self) else { return [] }
    var names: [[UInt8]] = []
    while let name = list.next() { names.append(name) }
    return names
  }

  /// The directory that a path ends in, and the path's last name.
  package func parent(
    of path: [UInt8], links: Links = .refused
  ) throws(SystemError) -> (Directory, [UInt8]) {
    guard let slash = path.lastIndex(of: 0x2F) else { return (self, path) }
    return (try directory(Array(path[..<slash]), links: links), Array(path[(slash + 1)...]))
  }

  private func name(_ path: [UInt8]) -> String {
    self.path + (path.isEmpty ? "" : "/" + String(decoding: path, as: UTF8.self))
  }
}
