// A connection within the machine that failed because andon had ended the server, with the stage
// that started it. Pure.

internal import AndonModel

/// A process that andon ended before an attempt began.
struct EndedProcess {
  /// The stage that left it behind.
  let stage: StageID
  let process: LeakedProcess
}

/// Looks for servers that were ended too early.
enum EndedServers {
  /// The processes that `stage` and others (`leaving`) left behind and that were gone when
  /// `attempt` began.
  static func before(
    _ attempt: AttemptRecord, of stage: StageRecord, _ leaving: [StageRecord]
  ) -> [EndedProcess] {
    leaving.flatMap { other in
      let isOwn = other.id == stage.id
      let gone = other.left.filter {
        $0.termination != LeakedProcess.unkillable
          && (isOwn ? $0.isOfPrepare : hasEnded(other, before: attempt))
      }
      return gone.map { EndedProcess(stage: other.id, process: $0) }
    }
  }

  private static func hasEnded(_ stage: StageRecord, before attempt: AttemptRecord) -> Bool {
    guard let last = stage.attempts.last,
      let wall = last.indicators[.builtIn(.wall)]?.reading.value
    else { return false }
    return attempt.startedAt.seconds(since: last.startedAt) >= wall
  }

  /// The witness for an ended server, where no network line of the log is about another machine.
  static func witness(_ seen: TroubledStage, _ reading: LogDiagnosis?) -> CauseEvidence? {
    let lines = (reading?.logMatches ?? []).filter { $0.rule.kind == .network }.map(inContext)
    guard !lines.isEmpty, !lines.contains(where: isForeign) else { return nil }
    let wanted = Set(lines.flatMap(numbers))
    let match = seen.endedBefore.first { ended in
      !wanted.isDisjoint(with: numbers(ended.process.command))
    }
    guard let ended = match ?? seen.endedBefore.first else { return nil }
    let process = ended.process
    let owner = "\(ended.stage)\(process.isOfPrepare ? "'s prepare" : "")"
    var witness = CauseEvidence(
      kind: .endedServer, rule: "left-processes", strength: match == nil ? .weak : .kernel,
      fact: Fact(
        "pid \(process.pid) `\(process.command)` of \(owner) was \(process.termination) with it",
        at: "left of stages of verdict.json"))
    if match == nil {
      witness.unknown = "whether it is the server that was wanted is not known"
    }
    witness.effect = .network
    return witness
  }

  private static let local = ["localhost", "127.0.0.", "::1", "0.0.0.0", ".sock", ".s.PGSQL"]

  // The line alone where it names this machine; programs often name the address a line later.
  private static func inContext(_ hit: LogMatch) -> String {
    isLocal(hit.text) ? hit.text : (hit.before + [hit.text] + hit.after).joined(separator: "\n")
  }

  // An address or a URL, and none of this machine.
  private static func isForeign(_ line: String) -> Bool {
    if isLocal(line) { return false }
    if line.contains("://") { return true }
    // `10.0.0.5`, and `db.example.org` as well as the name of a class.
    return line.split { !$0.isNumber && !$0.isLetter && !"-.".contains($0) }.contains { word in
      word.split(separator: ".", omittingEmptySubsequences: false).count > 2
        && !word.hasPrefix(".") && !word.hasSuffix(".")
    }
  }

  private static func isLocal(_ line: String) -> Bool {
    local.contains { line.contains($0) }
  }

  // Ports: numbers of two to five digits, except those of the address of this machine.
  private static func numbers(_ text: String) -> [Substring] {
    text.split { !$0.isASCII || !$0.isNumber }.filter { (2...5).contains($0.count) && $0 != "127" }
  }
}
