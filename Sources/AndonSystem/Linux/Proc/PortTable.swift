// Who listens on a TCP port: the kernel's table names a socket, and whoever has it open listens.
// proc_pid_net(5), tcp and tcp6.

#if os(Linux)
  internal import AndonModel

  /// Looks for listeners.
  enum PortTable {
    // TCP_LISTEN.
    private static let listening = "0A"

    /// Those who listen on a port, on whatever address.
    static func listeners(on port: Int) -> [LockHolder<[UInt8]>] {
      let sockets = Set(
        ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { path in
          Self.sockets(in: (try? Files.read(path)) ?? [], on: port)
        })
      if sockets.isEmpty { return [] }
      var buffer = [UInt8](repeating: 0, count: 1 << 12)
      return ProcFiles.all().filter { pid in
        Files.names(in: "/proc/\(pid)/fd").contains {
          ProcFiles.target(of: "/proc/\(pid)/fd/\($0)").map(sockets.contains) ?? false
        }
      }.map { LockHolder<[UInt8]>(of: $0, isOwn: false, &buffer) }
    }

    /// The sockets that listen on a port, by the names that their descriptors have.
    static func sockets(in table: [UInt8], on port: Int) -> [String] {
      String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst().compactMap { line in
        let words = line.split(separator: " ")
        guard words.count > 9, words[3] == listening,
          let local = words[1].split(separator: ":").last, Int(local, radix: 16) == port
        else { return nil }
        return "socket:[\(words[9])]"
      }
    }
  }
#endif
