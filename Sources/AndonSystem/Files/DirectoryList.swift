// One folder, read entry by entry: names are bytes, and nothing is followed.

internal import CAndonSystem
internal import Glibc

/// The names in a folder, one after the other.
@safe final class DirectoryList {
  private let stream: OpaquePointer

  /// Lists a directory below another one, reached by no link; nil with errno where it cannot be
  /// read, or is not a directory.
  init?(_ path: [UInt8], in directory: Directory) {
    let opened = unsafe BytePath.with(path) {
      unsafe andon_open_beneath(directory.number, $0, O_RDONLY | O_DIRECTORY, 0, 0)
    }
    guard opened >= 0 else { return nil }
    guard let stream = unsafe fdopendir(opened) else {
      close(opened)
      return nil
    }
    unsafe self.stream = stream
  }

  deinit { unsafe closedir(stream) }

  /// The next name that is neither the folder itself nor the one above.
  func next() -> [UInt8]? {
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [0x2E], name != [0x2E, 0x2E] { return name }
    }
    return nil
  }

  /// Its permissions.
  var mode: UInt16 {
    var information = stat()
    return unsafe fstat(dirfd(stream), &information) == 0 ? UInt16(information.st_mode & 0o7777) : 0
  }

  enum DirectoryEntryKind {
    case folder
    case other(TreeEntry)
  }

  /// What a name of it is.
  func entry(_ name: [UInt8], _ path: [UInt8]) -> DirectoryEntryKind {
    unsafe BytePath.with(name) { unsafe kind($0, path) }
  }

  private func kind(_ name: UnsafePointer<CChar>, _ path: [UInt8]) -> DirectoryEntryKind {
    var information = stat()
    guard unsafe fstatat(dirfd(stream), name, &information, AT_SYMLINK_NOFOLLOW) == 0 else {
      return .other(TreeEntry(path: path, kind: .unreadable(errno), mode: 0))
    }
    let kind: TreeEntry.TreeEntryKind
    switch information.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: kind = .file(size: Int(information.st_size))
    case S_IFLNK:
      let target = unsafe LinkTarget.of(name, in: dirfd(stream))
      kind = target.map(TreeEntry.TreeEntryKind.link) ?? .unreadable(errno)
    case S_IFIFO: kind = .pipe
    case S_IFSOCK: kind = .socket
    default: kind = .device(number: UInt64(information.st_rdev))
    }
    let mode = UInt16(information.st_mode & 0o7777)
    return .other(TreeEntry(path: path, kind: kind, mode: mode))
  }
}
