// Where this process's own cgroups are, below which those of stages can be made.
// Pure but for one function. cgroups(7), "/proc/[pid]/cgroup"; proc_pid_mountinfo(5). A path counts
// from the root of its mount, which need not be the root of the hierarchy: containers, nested
// andons.

#if os(Linux)

  /// The folders of this process's own cgroups.
  package struct CgroupDirectories: Equatable, Sendable {
    /// In the unified hierarchy; nil where it is not mounted, or not where this process is.
    package var unified: String?
    /// In the memory hierarchy of version 1.
    package var memory: String?

    /// No folders.
    package static let none = CgroupDirectories(unified: nil, memory: nil)

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
      let mounts = mounts.split(separator: "\n").compactMap(Mount.init)
      unified = places.first { $0.controllers.isEmpty }.flatMap { place in
        mounts.lazy.filter { $0.type == "cgroup2" }
          .compactMap { Self.folder(of: place.path, in: $0) }.first
      }
      memory = places.first { $0.controllers.contains("memory") }.flatMap { place in
        mounts.lazy
          .filter { $0.type == "cgroup" && $0.fileSystemOptions.contains("memory") }
          .compactMap { Self.folder(of: place.path, in: $0) }.first
      }
    }

    private static func folder(of path: String, in mount: Mount) -> String? {
      if mount.root == "/" { return path == "/" ? mount.point : mount.point + path }
      if path == mount.root { return mount.point }
      return path.hasPrefix(mount.root + "/") ? mount.point + path.dropFirst(mount.root.count) : nil
    }
  }
#endif
