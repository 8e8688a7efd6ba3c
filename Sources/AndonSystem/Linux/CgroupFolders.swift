// Where this process's own cgroups are, below which those of stages can be made.
// Pure but for one function. cgroups(7), "/proc/[pid]/cgroup"; proc_pid_mountinfo(5). A path counts
// from the root of its mount, which need not be the root of the hierarchy: containers, nested
// andons.

#if os(Linux)

  /// The folders of this process's own cgroups.
  package struct CgroupFolders: Equatable, Sendable {
    /// In the unified hierarchy; nil where it is not mounted, or not where this process is.
    package var unified: String?
    /// In the memory hierarchy of version 1.
    package var memory: String?

    /// No folders.
    package static let none = CgroupFolders(unified: nil, memory: nil)

    private init(unified: String?, memory: String?) {
      self.unified = unified
      self.memory = memory
    }

    /// Those of this process, as the kernel states them now.
    package init() {
      // What cannot be read has no lines: there are no such folders then.
      let cgroup = (try? Files.read("/proc/self/cgroup", limit: 1 << 20)) ?? []
      let mounts = (try? Files.read("/proc/self/mountinfo", limit: 1 << 24)) ?? []
      self.init(
        cgroup: String(decoding: cgroup, as: UTF8.self),
        mounts: String(decoding: mounts, as: UTF8.self))
    }

    /// Those that the texts of /proc/PID/cgroup and /proc/PID/mountinfo lead to.
    package init(cgroup: String, mounts: String) {
      var places: [(controllers: [Substring], path: String)] = []
      for line in cgroup.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        places.append((parts[1].split(separator: ","), String(parts[2])))
      }
      let found = mounts.split(separator: "\n").compactMap(Mount.init)
      unified = places.first { $0.controllers.isEmpty }.flatMap { place in
        found.lazy.compactMap { $0.isUnified ? $0.folder(of: place.path) : nil }.first
      }
      memory = places.first { $0.controllers.contains("memory") }.flatMap { place in
        found.lazy.compactMap { $0.isMemory ? $0.folder(of: place.path) : nil }.first
      }
    }
  }

  // A row of mountinfo.
  private struct Mount {
    let root: String
    let point: String
    let isUnified: Bool
    let isMemory: Bool

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard let dash = words.firstIndex(of: "-"), dash > 4, words.count > dash + 3 else {
        return nil
      }
      root = Self.unescaped(words[3])
      point = Self.unescaped(words[4])
      isUnified = words[dash + 1] == "cgroup2"
      isMemory =
        words[dash + 1] == "cgroup" && words[dash + 3].split(separator: ",").contains("memory")
    }

    func folder(of path: String) -> String? {
      if root == "/" { return path == "/" ? point : point + path }
      if path == root { return point }
      return path.hasPrefix(root + "/") ? point + path.dropFirst(root.count) : nil
    }

    // Blanks, tabs, ends of lines and backslashes are written as three octal digits.
    private static func unescaped(_ text: Substring) -> String {
      var bytes: [UInt8] = []
      var rest = Array(text.utf8)[...]
      while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "\\"), rest.count >= 3,
          let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
        {
          bytes.append(code)
          rest = rest.dropFirst(3)
        } else {
          bytes.append(byte)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
#endif
