// Trees of files by paths in bytes: a name need not be UTF-8.

internal import Glibc

extension Files {
  /// Makes the folders that a path (absolute) lies in.
  static func createFolders(above path: [UInt8]) {
    for index in path.indices.dropFirst() where path[index] == 0x2F {
      // One that is there already is as good.
      _ = unsafe BytePath.with(Array(path[..<index])) { unsafe mkdir($0, 0o777) }
    }
  }

  /// Removes a file, or a folder with everything in it, as far as it can; links are not followed.
  package static func removeTree(_ path: [UInt8]) {
    var information = stat()
    guard unsafe BytePath.with(path, { unsafe lstat($0, &information) }) == 0 else { return }
    guard information.st_mode & S_IFMT == S_IFDIR else {
      _ = unsafe BytePath.with(path) { unsafe unlink($0) }
      return
    }
    // Some tools make what they keep read only.
    if information.st_mode & S_IRWXU != S_IRWXU {
      _ = unsafe BytePath.with(path) { unsafe chmod($0, information.st_mode | S_IRWXU) }
    }
    var names: [[UInt8]] = []
    if let list = FolderList(path) {
      while let name = list.next() { names.append(name) }
    }
    for name in names { removeTree(path + [0x2F] + name) }
    _ = unsafe BytePath.with(path) { unsafe rmdir($0) }
  }
}
