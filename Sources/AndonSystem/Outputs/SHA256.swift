// SHA-256 of bytes and of files, by libcrypto: it uses the processor's instructions for it.
// FIPS 180-4.

internal import CAndonSystem
internal import Glibc

/// A SHA-256 digest.
package struct SHA256: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  fileprivate init(_ bytes: [UInt8]) {
    func word(_ index: Int) -> UInt64 {
      bytes[index * 8..<index * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    words = (word(0), word(1), word(2), word(3))
  }

  /// The digest of bytes.
  package init(of bytes: [UInt8]) {
    var digest = RunningDigest()
    digest.add(bytes, count: bytes.count)
    self = digest.value
  }

  /// Loads the library that computes it, for a caller that needs it soon.
  package static func load() { andon_sha256_load() }

  /// 64 hexadecimal digits.
  package var text: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Compares all bits.
  package static func == (left: Self, right: Self) -> Bool { left.words == right.words }

  /// Adds all bits.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}

/// A digest of which not all bytes are there yet.
@safe package struct RunningDigest: ~Copyable {
  private let digest = unsafe andon_sha256_begin()

  /// Begins with no bytes.
  package init() {}

  deinit { unsafe andon_sha256_free(digest) }

  /// Adds the first bytes of an array.
  package mutating func add(_ bytes: [UInt8], count: Int) {
    unsafe andon_sha256_add(digest, bytes, count)
  }

  /// The digest of the bytes that were added so far.
  package var value: SHA256 {
    var result = [UInt8](repeating: 0, count: 32)
    unsafe andon_sha256_value(digest, &result)
    return SHA256(result)
  }
}

/// Makes the digests of many files, through one buffer, as long as its caller wants to wait.
package struct FileDigests: ~Copyable {
  // As much as the processor's second cache holds, once a file is longer than a small one.
  private static let most = 1 << 18
  private var buffer = [UInt8](repeating: 0, count: 1 << 14)

  private let isOver: () -> Bool

  /// Begins with an empty buffer.
  ///
  /// `isOver` is asked between pieces; when it says so, every digest ends with EINTR.
  package init(until isOver: @escaping () -> Bool = { false }) { self.isOver = isOver }

  /// The digest of a regular file below a directory, of at most `limit` bytes (a longer one:
  /// EFBIG); links are not followed.
  package mutating func digest(
    of path: [UInt8], in directory: Directory, links: Directory.Links = .refused,
    limit: Int = .max
  ) throws(SystemError) -> SHA256 {
    let file = try FileContent(path, in: directory, links: links)
    if file.size > limit { throw SystemError(EFBIG, "read a file") }
    var digest = RunningDigest()
    var offset = 0
    while true {
      if isOver() { throw SystemError(EINTR, "read a file") }
      let count = try file.read(into: &buffer, at: offset)
      if count > 0 { digest.add(buffer, count: count) }
      // A short read is the end: a regular file gives all that it has.
      if count < buffer.count { return digest.value }
      offset += count
      if buffer.count < Self.most { buffer = [UInt8](repeating: 0, count: Self.most) }
    }
  }
}
