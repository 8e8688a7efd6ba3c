// The console of a run: events as lines, on a terminal with one live line below; on a host that
// folds parts of its console, the output of each stage.

internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// Writes what happens, and never waits for its reader: what the reader does not take at once is
/// kept, and tried again with the next event.
final class LiveConsole {
  // A reader that is further behind than this misses lines; the reports hold the same.
  private static let maxPending = 1 << 20
  private static let heartbeat = 30
  private static let patienceAtEnd = 1.0
  private static let foldedBytes = 1 << 16
  private static let foldedLines = 200

  private let report: ConsoleReport
  private let reports: Directory
  private let host: Host
  private let masker: Masker
  private let stream: StandardStream
  private let isTerminal: Bool
  private var hasLiveLine = false
  private var ticks = 0
  private var pending: [UInt8] = []
  private var ended = 0

  /// Looks at the stream, and at the conventions NO_COLOR and CLICOLOR_FORCE.
  ///
  /// It is standard error, but for a runner that obeys commands: between two streams their order
  /// would be lost.
  init(
    _ reports: OpenReportDirectory, host: Host, _ masker: Masker, _ surroundings: ProcessEnvironment
  ) {
    stream = host == .github ? .output : .error
    // A live line would stand before the commands of a host.
    isTerminal =
      !host.foldsOutput && stream.isTerminal && surroundings.variable("TERM") != "dumb"
    report = ConsoleReport(
      folder: reports.place.name, hasColour: Self.wantsColour(stream, surroundings))
    self.reports = reports.directory
    self.host = host
    self.masker = masker
  }

  /// Seconds between two ticks: a live line moves, elsewhere a heartbeat is counted.
  var pulse: Double { isTerminal ? 0.1 : 1 }

  /// Shows events.
  func show(_ events: [RunEvent]) {
    events.forEach(show)
    flush()
  }

  private func show(_ event: RunEvent) {
    if case .tick(let running, let finished, let total) = event {
      ticks += 1
      if isTerminal {
        // A live line is of use at once or not at all.
        if pending.isEmpty { showLive(running, finished, total) }
      } else if ticks % Self.heartbeat == 0 {
        write(report.lines(event) ?? "")
      }
    } else {
      if case .ended(let stage, _) = event, let output = output(of: stage) { write(output) }
      write(report.lines(event) ?? "")
    }
  }

  private func output(of stage: StageRecord) -> HostCommands? {
    guard host.foldsOutput, let log = stage.attempts.last?.log else { return nil }
    ended += 1
    let bytes = reports.tail(of: log, count: Self.foldedBytes)
    // Once more: a secret may have been hidden by the control sequences that are gone now.
    let lines = OutputTail.lines(bytes, most: Self.foldedLines + 1).map(masker.masked)
    return report.folded(
      stage, Array(lines.suffix(Self.foldedLines)),
      isWhole: bytes.count < Self.foldedBytes && lines.count <= Self.foldedLines,
      host: host, number: ended, token: ProcessEnvironment.freshID())
  }

  /// Takes the live line away, and gives a slow reader a moment; the reader of results as long as
  /// it needs.
  func finish() {
    clearLiveLine()
    if stream == .output {
      stream.write(bytes: pending)
    } else {
      flush(patience: Self.patienceAtEnd)
    }
  }

  private func showLive(
    _ running: [(stage: StageID, seconds: Double)], _ finished: Int, _ total: Int
  ) {
    let width = stream.width ?? 80
    write(report.live(running, finished: finished, total: total, width: width))
    hasLiveLine = true
  }

  private func write(_ text: ConsoleText) { append(text.lines) }

  private func write(_ commands: HostCommands) { append(commands.text) }

  private func append(_ lines: String) {
    if pending.count > Self.maxPending { return }
    clearLiveLine()
    pending += lines.utf8
  }

  private func clearLiveLine() {
    if hasLiveLine { pending += "\r\u{1B}[K".utf8 }
    hasLiveLine = false
  }

  private func flush(patience: Double = 0) {
    if pending.isEmpty { return }
    pending.removeFirst(stream.writeSome(pending, patience: patience))
  }

  /// The lines that end a run, for standard output; a folder of nil is not named.
  static func end(_ record: RunRecord, folder: String?, _ surroundings: ProcessEnvironment)
    -> ConsoleText
  {
    ConsoleReport(folder: folder, hasColour: wantsColour(.output, surroundings)).end(record)
  }

  // Whether a stream wants colours.
  private static func wantsColour(_ stream: StandardStream, _ surroundings: ProcessEnvironment)
    -> Bool
  {
    if surroundings.variable("NO_COLOR")?.isEmpty == false { return false }
    if let force = surroundings.variable("CLICOLOR_FORCE"), !force.isEmpty, force != "0" {
      return true
    }
    return stream.isTerminal && surroundings.variable("TERM") != "dumb"
  }
}
