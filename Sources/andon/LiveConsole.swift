// The console of a run: events as lines on standard error, on a terminal with one live line below.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Writes what happens.
final class LiveConsole {
  private let report: ConsoleReport
  private let isTerminal: Bool
  private var hasLiveLine = false

  /// Looks at standard error, and at the conventions NO_COLOR and CLICOLOR_FORCE.
  init(folder: String, _ surroundings: Surroundings) {
    isTerminal = StandardStream.error.isTerminal && surroundings.variable("TERM") != "dumb"
    report = ConsoleReport(folder: folder, hasColour: Self.wantsColour(.error, surroundings))
  }

  /// Seconds between two ticks: a live line moves, a heartbeat only shows that andon lives.
  var pulse: Double { isTerminal ? 0.1 : 30 }

  /// Shows an event.
  func show(_ event: RunEvent) {
    var text = hasLiveLine ? "\r\u{1B}[K" : ""
    hasLiveLine = false
    if isTerminal, case .tick(let running, let finished, let total) = event {
      let width = StandardStream.error.width ?? 80
      text += report.live(running, finished: finished, total: total, width: width)
      hasLiveLine = true
    } else {
      text += report.lines(event) ?? ""
    }
    if !text.isEmpty { StandardStream.error.write(text) }
  }

  /// Takes the live line away.
  func finish() {
    if hasLiveLine { StandardStream.error.write("\r\u{1B}[K") }
    hasLiveLine = false
  }

  /// Whether a stream wants colours.
  static func wantsColour(_ stream: StandardStream, _ surroundings: Surroundings) -> Bool {
    if surroundings.variable("NO_COLOR")?.isEmpty == false { return false }
    if let force = surroundings.variable("CLICOLOR_FORCE"), !force.isEmpty, force != "0" {
      return true
    }
    return stream.isTerminal && surroundings.variable("TERM") != "dumb"
  }
}
