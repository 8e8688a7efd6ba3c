// One file copied as it is: its content by the kernel, which shares blocks where it can, its mode
// and its times. copy_file_range(2).

internal import CAndonSystem
internal import Glibc

/// Copies files.
package enum FileCopy {
  /// Copies a file, a link, a pipe or an empty folder to the same path below another folder.
  ///
  /// Nothing that is there is replaced; what is not there, and any other thing, is passed over.
  package static func copy(
    _ path: [UInt8], from source: String, to target: String
  ) throws(SystemError) {
    let from = Array("\(source)/".utf8) + path
    let to = Array("\(target)/".utf8) + path
    var information = stat()
    guard unsafe BytePath.with(from, { unsafe lstat($0, &information) }) == 0 else { return }
    Files.createFolders(above: to)
    let result: CInt
    switch information.st_mode & S_IFMT {
    case S_IFREG: return try copyFile(from, to, information)
    case S_IFLNK: result = copyLink(from, to)
    case S_IFDIR:
      result = unsafe BytePath.with(to) { unsafe mkdir($0, information.st_mode & 0o7777) }
    case S_IFIFO:
      result = unsafe BytePath.with(to) { unsafe mkfifo($0, information.st_mode & 0o7777) }
    default: return
    }
    if result != 0, errno != EEXIST { throw .last("copy \(String(decoding: from, as: UTF8.self))") }
  }

  private static func copyLink(_ from: [UInt8], _ to: [UInt8]) -> CInt {
    guard let target = LinkTarget.of(from) else { return -1 }
    return unsafe BytePath.with(target) { target in
      unsafe BytePath.with(to) { unsafe symlink(target, $0) }
    }
  }

  private static func copyFile(
    _ from: [UInt8], _ to: [UInt8], _ information: stat
  ) throws(SystemError) {
    let source = unsafe BytePath.with(from) { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
    if source < 0 { throw .last("read \(String(decoding: from, as: UTF8.self))") }
    let reading = Descriptor(owning: source)
    let target = unsafe BytePath.with(to) {
      unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }
    if target < 0 {
      if errno == EEXIST { return }
      throw .last("write \(String(decoding: to, as: UTF8.self))")
    }
    let writing = Descriptor(owning: target)
    if andon_copy_content(reading.number, writing.number) != 0 {
      throw .last("copy \(String(decoding: from, as: UTF8.self))")
    }
    // Whoever builds by times takes the copy for as old as the file.
    var times = (information.st_atim, information.st_mtim)
    unsafe withUnsafeBytes(of: &times) { bytes in
      _ = unsafe futimens(writing.number, bytes.bindMemory(to: timespec.self).baseAddress)
    }
    if fchmod(writing.number, information.st_mode & 0o7777) != 0 {
      throw .last("copy \(String(decoding: from, as: UTF8.self))")
    }
  }
}
