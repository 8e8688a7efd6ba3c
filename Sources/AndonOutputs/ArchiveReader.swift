// Archives and compressed files, member by member: tar, zip, ar, cpio; gzip, bzip2, xz, zstd. They
// may be hostile: nothing is written anywhere, nobody else is started, and a member's content is
// given up to a limit only. libarchive, archive_read(3).

internal import CLibArchive

/// What an archive says of one member.
struct ArchiveMember: Equatable, Sendable {
  /// Its name; empty for a file that is compressed and no more.
  var name: [UInt8]
  /// The bits of its type and its permissions, as in st_mode.
  var mode: Int
  /// Bytes of content; nil where that is not said before it.
  var size: Int?
  /// When it was last written, in seconds since 1970; nil where that is not said.
  var modified: Int?
  /// Its owner and its group, numbers and names.
  var owner: String
  /// What it links to; empty for no link.
  var target: [UInt8]
}

/// Reads an archive once, from its start.
@safe struct ArchiveReader: ~Copyable {
  /// Where the bytes of an archive come from.
  struct Source {
    /// How many there are.
    let size: Int
    /// Bytes from a place on, at most so many; none for a fault.
    let bytes: (_ offset: Int, _ most: Int) -> [UInt8]

    /// Joins a size with who gives the bytes.
    init(size: Int, bytes: @escaping (_ offset: Int, _ most: Int) -> [UInt8]) {
      self.size = size
      self.bytes = bytes
    }
  }

  // What libarchive calls back for.
  @safe private final class Caller {
    let source: Source
    var at = 0
    // It reads from here until it asks again.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

    init(_ source: Source) { self.source = source }

    deinit { unsafe buffer.deallocate() }

    func read() -> Int {
      let bytes = source.bytes(at, unsafe buffer.count)
      unsafe buffer.copyBytes(from: bytes)
      at += bytes.count
      return bytes.count
    }

    func move(to place: Int) -> Int {
      at = min(max(0, place), source.size)
      return at
    }
  }

  private let archive: OpaquePointer
  private let caller: Caller

  private init(_ archive: OpaquePointer, _ caller: Caller) {
    unsafe self.archive = archive
    self.caller = caller
  }

  /// Opens an archive; nil for what is none.
  ///
  /// With `isPlain` it is a compressed file, of which the one member has no name.
  static func open(_ source: Source, isPlain: Bool = false) -> ArchiveReader? {
    guard let archive = unsafe archive_read_new() else { return nil }
    let reader = unsafe ArchiveReader(archive, Caller(source))
    unsafe support(archive, isPlain: isPlain)
    unsafe connect(archive, Unmanaged.passUnretained(reader.caller).toOpaque())
    if unsafe archive_read_open1(archive) == ARCHIVE_OK { return reader }
    return nil
  }

  deinit { unsafe archive_read_free(archive) }

  private static func support(_ archive: OpaquePointer, isPlain: Bool) {
    unsafe archive_read_support_filter_gzip(archive)
    unsafe archive_read_support_filter_bzip2(archive)
    unsafe archive_read_support_filter_xz(archive)
    unsafe archive_read_support_filter_zstd(archive)
    if isPlain {
      unsafe archive_read_support_format_raw(archive)
      return
    }
    unsafe archive_read_support_format_tar(archive)
    unsafe archive_read_support_format_zip(archive)
    unsafe archive_read_support_format_ar(archive)
    unsafe archive_read_support_format_cpio(archive)
  }

  private static func connect(_ archive: OpaquePointer, _ context: UnsafeMutableRawPointer) {
    unsafe archive_read_set_callback_data(archive, context)
    unsafe archive_read_set_read_callback(archive) { _, context, place in
      guard let context = unsafe context else { return -1 }
      let caller = unsafe Unmanaged<Caller>.fromOpaque(context).takeUnretainedValue()
      let count = caller.read()
      unsafe place?.pointee = UnsafeRawPointer(caller.buffer.baseAddress)
      return count
    }
    unsafe archive_read_set_skip_callback(archive) { _, context, count in
      guard let context = unsafe context else { return 0 }
      let caller = unsafe Unmanaged<Caller>.fromOpaque(context).takeUnretainedValue()
      let before = caller.at
      return Int64(caller.move(to: before + Int(count)) - before)
    }
    unsafe archive_read_set_seek_callback(archive) { _, context, offset, whence in
      guard let context = unsafe context else { return Int64(ARCHIVE_FATAL) }
      let caller = unsafe Unmanaged<Caller>.fromOpaque(context).takeUnretainedValue()
      switch whence {
      case SEEK_SET: return Int64(caller.move(to: Int(offset)))
      case SEEK_CUR: return Int64(caller.move(to: caller.at + Int(offset)))
      default: return Int64(caller.move(to: caller.source.size + Int(offset)))
      }
    }
  }

  /// The next member; nil at the end, and where the archive is damaged.
  mutating func next() -> ArchiveMember? {
    var entry: OpaquePointer?
    let result = unsafe archive_read_next_header(archive, &entry)
    guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry = unsafe entry else {
      return nil
    }
    let names = unsafe [archive_entry_uname(entry), archive_entry_gname(entry)].map {
      unsafe String(decoding: Self.bytes($0), as: UTF8.self)
    }
    let ids = unsafe "\(archive_entry_uid(entry))/\(archive_entry_gid(entry))"
    let hasNames = names.contains { !$0.isEmpty }
    let hasSize = unsafe archive_entry_size_is_set(entry) != 0
    let hasTime = unsafe archive_entry_mtime_is_set(entry) != 0
    let target = unsafe archive_entry_symlink(entry) ?? archive_entry_hardlink(entry)
    return ArchiveMember(
      // A name in UTF-8 has no other form where the locale is C.
      name: unsafe Self.bytes(archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)),
      mode: unsafe Int(archive_entry_mode(entry)),
      size: hasSize ? unsafe Int(archive_entry_size(entry)) : nil,
      modified: hasTime ? unsafe archive_entry_mtime(entry) : nil,
      owner: hasNames ? "\(ids) \(names[0])/\(names[1])" : ids,
      target: unsafe Self.bytes(target))
  }

  /// Hands on the present member's content in pieces, until `take` says that it is enough; false
  /// where the archive is damaged.
  mutating func read(_ take: ([UInt8]) -> Bool) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe archive_read_data(archive, &buffer, buffer.count)
      if count < 0 { return false }
      if count == 0 { return true }
      if !take(Array(buffer.prefix(count))) { return true }
    }
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text = unsafe text else { return [] }
    var bytes: [UInt8] = []
    while unsafe text[bytes.count] != 0 {
      unsafe bytes.append(UInt8(bitPattern: text[bytes.count]))
    }
    return bytes
  }
}
