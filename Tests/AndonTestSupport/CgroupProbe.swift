// A cgroup around a program under test: the kernel's own word on whether anything is left of it.
// A list of processes is no such word: what forks every millisecond is in none.

internal import AndonSystem
internal import Glibc

/// A cgroup that a test makes, where it may.
package final class CgroupProbe: Sendable {
  private let folder: String

  /// Whether this process may make one.
  package static let canBeMade = CgroupProbe() != nil

  /// Nil where this process may not make cgroups.
  package init?() {
    guard let base = CgroupDirectories().unified else { return nil }
    folder = "\(base)/witness-\(ProcessEnvironment.freshID())"
    if unsafe mkdir(folder, 0o755) != 0 { return nil }
  }

  deinit { remove(folder) }

  // With the cgroups below it.
  private func remove(_ folder: String) {
    for name in Files.names(in: folder) where Files.isFolder("\(folder)/\(name)") {
      remove("\(folder)/\(name)")
    }
    unsafe rmdir(folder)
  }

  /// The words that run a program in it.
  package func words(_ words: [String]) -> [String] {
    ["sh", "-c", "echo 0 > \(folder)/cgroup.procs && exec \"$@\"", "sh"] + words
  }

  /// Whether nothing of it is left: neither a process nor a cgroup.
  package var isEmpty: Bool { !isPopulated && leftCgroups.isEmpty }

  /// The cgroups that were left in it.
  package var leftCgroups: [String] {
    Files.names(in: folder).filter { Files.isFolder("\(folder)/\($0)") }
  }

  private var isPopulated: Bool {
    // What cannot be read is no proof of emptiness.
    guard let bytes = try? Files.read(folder + "/cgroup.events") else { return true }
    return !String(decoding: bytes, as: UTF8.self).contains("populated 0")
  }

  /// Waits until nothing is left, for at most some seconds; whether that came.
  package func becomesEmpty(within seconds: Int) throws -> Bool {
    let wait = "until grep -q 'populated 0' \(folder)/cgroup.events; do sleep 0.01; done"
    _ = try Child.run(["timeout", "\(seconds)", "bash", "-c", wait], in: "/")
    // Whoever was last removes the cgroups.
    let gone = "until [ -z \"$(find \(folder) -mindepth 1 -type d)\" ]; do sleep 0.01; done"
    _ = try Child.run(["timeout", "\(seconds)", "bash", "-c", gone], in: "/")
    return isEmpty
  }
}
