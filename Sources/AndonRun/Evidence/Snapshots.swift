// What the machine saw into values that are safe to print, with secrets masked.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// Makes snapshots.
struct Snapshots {
  private static let maxCommandLength = 1000

  let masker: Masker

  /// A look at a stage as evidence.
  func snapshot(
    _ look: TreeSnapshot, attempt: Int, _ moment: StageSnapshot.Moment, at seconds: Double,
    tail: [String]
  ) -> StageSnapshot {
    var snapshot = StageSnapshot(
      attempt: attempt, moment: moment, at: (seconds * 1000).rounded() / 1000)
    snapshot.processes = look.processes.map(process)
    snapshot.locks = look.locks.map(lock)
    for pressure in look.pressure {
      switch pressure.resource {
      case "cpu": snapshot.processorPressure = pressure.share
      case "io": snapshot.diskPressure = pressure.share
      default: snapshot.memoryPressure = pressure.share
      }
    }
    snapshot.tail = tail
    snapshot.others = look.others.map(command)
    snapshot.isTruncated = look.isTruncated
    return snapshot
  }

  private func process(_ live: ProcessEntry) -> StageSnapshot.Process {
    var process = StageSnapshot.Process(
      pid: Int(live.pid), parent: Int(live.parent), command: command(live.command),
      state: String(live.state))
    process.waitChannel = live.waitChannel
    process.systemCall = live.systemCall
    process.processor = live.processor
    process.waited = live.waited
    process.memory = live.memory
    process.locks = live.locks.map(text)
    return process
  }

  /// A wait for a lock.
  func lock(_ wait: BlockedLock) -> LockedFile {
    LockedFile(
      waiter: Int(wait.waiter), name: text(wait.name), kind: wait.kind, path: wait.path.map(text),
      holders: wait.holders.map(holder))
  }

  /// A process that holds what another one wants.
  func holder(_ process: LockHolder) -> LockedFile.Holder {
    var known = LockedFile.Holder(
      pid: Int(process.pid), command: command(process.command), isOwn: process.isOwn,
      age: process.age.map { ($0 * 10).rounded() / 10 })
    known.parent = command(process.parent)
    known.stage = process.stage.map { SafeText.line($0) }
    return known
  }

  private func command(_ bytes: [UInt8]) -> String {
    SafeText.cut(SafeText.line(masker.masked(bytes)), to: Self.maxCommandLength)
  }

  private func text(_ text: String) -> String { SafeText.line(masker.masked(Array(text.utf8))) }
}
