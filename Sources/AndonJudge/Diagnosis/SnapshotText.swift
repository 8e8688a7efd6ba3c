// A snapshot in lines, for findings. Pure; the texts in it are safe already.

internal import AndonModel

/// Evidence as lines.
enum SnapshotText {
  private static let maxProcesses = 20
  private static let maxLocks = 5

  /// What a stage was doing: who waits for a lock first, then its processes.
  static func lines(_ snapshot: StageSnapshot) -> [String] {
    var lines = ["\(head(snapshot))\(pressure(snapshot))"]
    lines += locks(snapshot.tree.locks)
    lines += snapshot.tree.processes.prefix(maxProcesses).map(line)
    let left = snapshot.tree.processes.count - maxProcesses
    if left > 0 { lines.append("and \(left) more processes") }
    if snapshot.tree.isTruncated {
      lines.append("the look took too long: more processes were not seen")
    }
    return lines
  }

  private static func locks(_ locks: [BlockedLock<String>]) -> [String] {
    let left = locks.count - maxLocks
    return locks.prefix(maxLocks).map(\.sentence) + (left > 0 ? ["and \(left) more waits"] : [])
  }

  private static func head(_ snapshot: StageSnapshot) -> String {
    let count = snapshot.tree.processes.count
    let processes = Format.count(count, "process")
    let moment =
      switch snapshot.moment {
      case .soft: "at its soft deadline"
      case .stop: "before it was stopped"
      case .final: "before the final signal"
      }
    return "\(moment), after \(Format.duration(snapshot.at)): \(processes)"
  }

  private static func pressure(_ snapshot: StageSnapshot) -> String {
    let shares = [
      ("processors", snapshot.tree.pressure.processor), ("disks", snapshot.tree.pressure.disk),
      ("memory", snapshot.tree.pressure.memory),
    ].compactMap { name, share in share.map { "\(name) \(Format.percent($0 / 100))" } }
    return shares.isEmpty ? "" : "; the machine waits for \(shares.joined(separator: ", "))"
  }

  private static func line(_ process: ProcessEntry<String>) -> String {
    var text = "\(process.pid) \(process.state) \(process.command): "
    text += "\(Format.duration(process.processor)) of processor, \(Format.bytes(process.memory))"
    if let channel = process.waitChannel { text += ", waits in \(channel)" }
    if let call = process.systemCall { text += ", system call \(call)" }
    if !process.locks.isEmpty { text += ", lock files: \(process.locks.joined(separator: " "))" }
    return text
  }
}
