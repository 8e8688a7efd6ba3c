// Paths as bytes: a name need not be UTF-8.

/// A path for a system call.
enum BytePath {
  /// Hands on a path with the NUL that ends it.
  static func with<Value>(_ path: [UInt8], _ call: (UnsafePointer<CChar>) -> Value) -> Value {
    let characters = path.map { CChar(bitPattern: $0) } + [0]
    return unsafe characters.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("a path has an end") }
      return unsafe call(start)
    }
  }
}
