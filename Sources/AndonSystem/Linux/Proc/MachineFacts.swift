// What a Linux machine says about itself: processors, memory, names.
// cgroup-v2 documentation, "CPU Interface Files"; proc(5).

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// Facts about this machine.
  package struct MachineFacts: Sendable {
    /// Always `linux` here.
    package let system = "linux"
    /// The kernel's release.
    package let kernel: String
    /// The processor's architecture.
    package let architecture: String
    /// The host's name.
    package let hostname: String
    /// The processor's model; nil where the kernel does not say.
    package let processorModel: String?
    /// Processors that this process may use, from affinity and cgroup quota; at least 1.
    package let processors: Int
    /// Bytes of memory; nil where the kernel does not say.
    package let memory: Int?

    /// Reads them.
    package init() {
      var names = utsname()
      unsafe uname(&names)
      kernel = Self.text(names.release)
      architecture = Self.text(names.machine)
      let name = Self.text(names.nodename)
      hostname = name.isEmpty ? "localhost" : name
      processorModel = Self.model()
      processors = Self.usableProcessors()
      memory = Self.memoryInBytes()
    }

    private static func text<Tuple>(_ tuple: Tuple) -> String {
      unsafe withUnsafeBytes(of: tuple) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
    }

    // The first processor's; where there are many, the others would take long to be listed.
    private static func model() -> String? {
      let bytes = Files.head(of: "/proc/cpuinfo", count: 4096)
      let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first {
        $0.hasPrefix("model name") || $0.hasPrefix("Model")
      }
      let words = line?.split(separator: ":", maxSplits: 1).last?.split(separator: " ") ?? []
      return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private static func usableProcessors() -> Int {
      let affinity = Int(andon_affinity())
      let known = affinity > 0 ? affinity : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
      return max(1, min(known, quota().map { Int($0.rounded(.up)) } ?? known))
    }

    // The narrowest quota on the way from our own cgroup to the root, in processors.
    private static func quota() -> Double? {
      var quotas: [Double] = []
      for line in lines(of: "/proc/self/cgroup") {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        var path = String(parts[2])
        while true {
          quotas += parts[1].isEmpty ? quota2(path) : quota1(path, controllers: parts[1])
          guard path != "/", let slash = path.lastIndex(of: "/") else { break }
          path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
      }
      return quotas.min()
    }

    private static func quota2(_ path: String) -> [Double] {
      let words = lines(of: "/sys/fs/cgroup\(path)/cpu.max").first?.split(separator: " ") ?? []
      guard words.count == 2, let limit = Double(words[0]), let period = Double(words[1]) else {
        return []
      }
      return [limit / period]
    }

    private static func quota1(_ path: String, controllers: Substring) -> [Double] {
      guard controllers.split(separator: ",").contains("cpu") else { return [] }
      let folder = "/sys/fs/cgroup/cpu\(path)"
      guard let limit = lines(of: folder + "/cpu.cfs_quota_us").first.flatMap({ Double($0) }),
        let period = lines(of: folder + "/cpu.cfs_period_us").first.flatMap({ Double($0) }),
        limit > 0
      else { return [] }
      return [limit / period]
    }

    private static func memoryInBytes() -> Int? {
      let row = lines(of: "/proc/meminfo").first { $0.hasPrefix("MemTotal:") }
      return row?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    // A file that is missing has no lines: the fact is then not known.
    private static func lines(of path: String) -> [Substring] {
      let bytes = (try? Files.read(path, limit: 1 << 20)) ?? []
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }
  }
#endif
