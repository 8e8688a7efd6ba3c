// One file copied as it is: its content by the kernel, which shares blocks where it can, its mode
// and its times. copy_file_range(2).

internal import CAndonSystem
internal import Glibc

/// Copies files.
package enum FileCopy {
  /// Copies a file, a link, a pipe or an empty folder to the same path below another directory.
  ///
  /// Nothing that is there is replaced; what is not there, and any other thing, is passed over.
  package static func copy(
    _ path: [UInt8], from source: Directory, to target: Directory
  ) throws(SystemError) {
    guard let information = source.information(of: path) else { return }
    try target.makeDirectories(above: path)
    let (parent, name) = try target.parent(of: path)
    let mode = information.st_mode & 0o7777
    let result: CInt
    switch information.st_mode & S_IFMT {
    case S_IFREG: return try copyFile(path, from: source, to: target)
    case S_IFLNK:
      guard let link = source.target(of: path) else { return }
      result = unsafe BytePath.with(link) { link in
        unsafe BytePath.with(name) { unsafe symlinkat(link, parent.number, $0) }
      }
    case S_IFDIR:
      result = unsafe BytePath.with(name) { unsafe mkdirat(parent.number, $0, mode) }
    case S_IFIFO:
      result = unsafe BytePath.with(name) { unsafe mkfifoat(parent.number, $0, mode) }
    default: return
    }
    if result != 0, errno != EEXIST { throw .last("copy \(String(decoding: path, as: UTF8.self))") }
  }

  private static func copyFile(
    _ path: [UInt8], from source: Directory, to target: Directory
  ) throws(SystemError) {
    let reading = try source.file(path)
    let information = reading.information
    if target.has(path) { return }
    let writing = try target.open(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    let text = String(decoding: path, as: UTF8.self)
    if andon_copy_content(reading.descriptor.number, writing.number) != 0 {
      throw .last("copy \(text)")
    }
    // Whoever builds by times takes the copy for as old as the file.
    var times = (information.st_atim, information.st_mtim)
    unsafe withUnsafeBytes(of: &times) { bytes in
      _ = unsafe futimens(writing.number, bytes.bindMemory(to: timespec.self).baseAddress)
    }
    if fchmod(writing.number, information.st_mode & 0o7777) != 0 { throw .last("copy \(text)") }
  }
}
