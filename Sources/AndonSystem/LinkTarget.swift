// Where a symbolic link leads, by what it says. readlink(2).

internal import Glibc

/// Reads links.
package enum LinkTarget {
  /// What a link says, by a path in bytes; nil for what is no link.
  package static func of(_ path: [UInt8]) -> [UInt8]? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe BytePath.with(path) { path in
      unsafe target.withUnsafeMutableBytes { bytes in
        guard let start = unsafe bytes.bindMemory(to: CChar.self).baseAddress else { return -1 }
        return unsafe readlink(path, start, bytes.count)
      }
    }
    return count < 0 ? nil : Array(target.prefix(count))
  }
}
