// Changes below a directory: files that appear whole or not at all, moves, removals.

internal import CAndonSystem
internal import Glibc

extension Directory {
  /// Makes a directory and those above it.
  package func makeDirectories(_ path: [UInt8]) throws(SystemError) {
    var parent = self
    for name in path.split(separator: 0x2F).map(Array.init) {
      if unsafe BytePath.with(name, { unsafe mkdirat(parent.number, $0, 0o777) }) != 0,
        errno != EEXIST
      {
        throw .last("create folder \(self.path)/\(String(decoding: path, as: UTF8.self))")
      }
      do throws(SystemError) {
        parent = try parent.directory(name)
      } catch {
        // open(2) says of a link at the end that it is not a directory.
        let isLink = parent.information(of: name).map { $0.st_mode & S_IFMT == S_IFLNK } ?? false
        throw isLink ? SystemError(ELOOP, error.attempt) : error
      }
    }
  }

  /// Makes the directories that a path lies in.
  func makeDirectories(above path: [UInt8]) throws(SystemError) {
    guard let slash = path.lastIndex(of: 0x2F) else { return }
    try makeDirectories(Array(path[..<slash]))
  }

  /// Puts a file in place whole: written beside it under a name that cannot be guessed, then
  /// renamed.
  ///
  /// A link in its place is replaced, not followed.
  package func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    do {
      try replace(path) { write in write(bytes) }
    } catch let error as SystemError {
      throw error
    } catch {
      preconditionFailure("nothing else can fail while bytes are written")
    }
  }

  /// The same; `content` writes it in pieces.
  package func replace(
    _ path: String, _ content: (_ write: @escaping ([UInt8]) -> Void) throws -> Void
  ) throws {
    let (parent, name) = try parent(of: Array(path.utf8))
    let beside = name + Array(".\(ProcessEnvironment.freshID().prefix(16)).part".utf8)
    do {
      let file = try AppendFile(new: String(decoding: beside, as: UTF8.self), in: parent)
      try content { file.append($0) }
      if let fault = file.fault { throw SystemError(fault.number, "write \(self.path)/\(path)") }
    } catch {
      parent.unlink(beside)
      throw error
    }
    do throws(SystemError) {
      try parent.putInPlace(beside, as: name)
    } catch {
      parent.unlink(beside)
      throw error
    }
  }

  /// Gives a finished file in it the name of another one, which it replaces.
  func putInPlace(_ name: [UInt8], as target: [UInt8]) throws(SystemError) {
    let result = unsafe BytePath.with(name) { name in
      unsafe BytePath.with(target) { unsafe andon_replace(number, name, $0) }
    }
    if result != 0 {
      throw .last("put \(path)/\(String(decoding: target, as: UTF8.self)) in place")
    }
  }

  private func unlink(_ name: [UInt8]) {
    _ = unsafe BytePath.with(name) { unsafe unlinkat(number, $0, 0) }
  }

  /// Renames something below it to a path below another directory, where nothing may be (EEXIST).
  func move(_ path: [UInt8], to other: Directory, _ target: [UInt8]) throws(SystemError) {
    let (from, name) = try parent(of: path)
    let (to, newName) = try other.parent(of: target)
    let result = unsafe BytePath.with(name) { name in
      unsafe BytePath.with(newName) {
        unsafe andon_rename(from.number, name, to.number, $0)
      }
    }
    if result != 0 {
      throw .last("move \(self.path)/\(String(decoding: path, as: UTF8.self))")
    }
  }

  /// Gives something in it another name, under which nothing may be there.
  package func rename(_ name: String, to other: String) throws(SystemError) {
    try move(Array(name.utf8), to: self, Array(other.utf8))
  }

  /// Removes a file; one that is not there is not an error.
  package func remove(_ path: String) throws(SystemError) {
    let (parent, name) = try parent(of: Array(path.utf8))
    let result = unsafe BytePath.with(name) { unsafe unlinkat(parent.number, $0, 0) }
    if result != 0, errno != ENOENT { throw .last("remove \(self.path)/\(path)") }
  }

  /// Removes an empty directory, if it is one.
  func removeEmpty(_ path: [UInt8]) {
    guard let (parent, name) = try? parent(of: path) else { return }
    _ = unsafe BytePath.with(name) { unsafe unlinkat(parent.number, $0, AT_REMOVEDIR) }
  }

  /// Removes a file, or a directory with everything in it, as far as it can; links are not
  /// followed.
  package func removeTree(_ path: [UInt8]) {
    guard let (parent, name) = try? parent(of: path) else { return }
    parent.removeEntry(name)
  }

  // Each level of folders holds a descriptor: what lies deeper is moved up first.
  private static let deepest = 100

  private func removeEntry(_ name: [UInt8]) {
    var open = [name]
    while let next = open.popLast() {
      removeEntry(next, depth: 0) { inner, child in
        let name = OutputStash.mark + Array(ProcessEnvironment.freshID().utf8)
        if (try? inner.move(child, to: self, name)) != nil { open.append(name) }
      }
    }
  }

  private func removeEntry(
    _ name: [UInt8], depth: Int, _ lift: (Directory, [UInt8]) -> Void
  ) {
    if unsafe BytePath.with(name, { unsafe unlinkat(number, $0, 0) }) == 0 { return }
    guard let inner = openForRemoval(name) else { return }
    for child in inner.names(in: []) {
      if depth < Self.deepest {
        inner.removeEntry(child, depth: depth + 1, lift)
      } else if unsafe BytePath.with(child, { unsafe unlinkat(inner.number, $0, 0) }) != 0 {
        lift(inner, child)
      }
    }
    _ = unsafe BytePath.with(name) { unsafe unlinkat(number, $0, AT_REMOVEDIR) }
  }

  // Some tools make what they keep read only.
  private func openForRemoval(_ name: [UInt8]) -> Directory? {
    do throws(SystemError) {
      let handle = try open(name, andon_o_path | O_DIRECTORY | O_NOFOLLOW)
      var information = stat()
      if unsafe fstat(handle.number, &information) == 0,
        information.st_mode & S_IRWXU != S_IRWXU
      {
        // fchmod(2) does not take a handle; its path below /proc is the directory itself.
        _ = unsafe chmod("/proc/self/fd/\(handle.number)", information.st_mode | S_IRWXU)
      }
      return try directory(name)
    } catch {
      return nil
    }
  }
}
