// Where a symbolic link leads, by what it says. readlinkat(2).

internal import Glibc

/// Reads links.
package enum LinkTarget {
  /// What a link says, by a path in bytes; nil with errno for what is no link.
  package static func of(_ path: [UInt8]) -> [UInt8]? {
    unsafe BytePath.with(path) { unsafe of($0, in: AT_FDCWD) }
  }

  /// The same of a name in a folder that is open.
  static func of(_ name: UnsafePointer<CChar>, in folder: CInt) -> [UInt8]? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe target.withUnsafeMutableBytes { bytes in
      guard let start = unsafe bytes.bindMemory(to: CChar.self).baseAddress else { return -1 }
      return unsafe readlinkat(folder, name, start, bytes.count)
    }
    return count < 0 ? nil : Array(target.prefix(count))
  }
}
