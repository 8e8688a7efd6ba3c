// An outcome as the flat keys of verdict.json, and back.

internal import AndonModel

/// The keys of `outcome`.
struct OutcomeParts {
  var kind: String
  var exitCode: Int?
  var signal: String?
  var cause: String?
  var limit: Double?
  var detail: String?

  /// Takes an outcome apart.
  init(of outcome: Outcome) {
    kind = outcome.kind
    switch outcome {
    case .exited(let code): exitCode = code
    case .signalled(let unixSignal): signal = unixSignal.description
    case .stopped(let stopCause, let stopLimit, let ending):
      cause = stopCause.rawValue
      limit = stopLimit
      read(ending)
    case .cancelled(let unixSignal, let ending):
      cause = unixSignal.description
      read(ending)
    case .couldNotStart(let text), .lost(let text): detail = text
    }
  }

  /// Reads the keys.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    kind = try row.text("kind")
    exitCode = try row.optionalInteger("exitCode")
    signal = try row.optionalText("signal")
    cause = try row.optionalText("cause")
    limit = try row.optionalNumber("limit")
    detail = try row.optionalText("detail")
  }

  /// The outcome that the keys state.
  func outcome() throws(VerdictFile.StoredFormatError) -> Outcome {
    let outcome: Outcome? =
      switch kind {
      case "exited": exitCode.map(Outcome.exited)
      case "signalled": signal.flatMap(UnixSignal.init(name:)).map(Outcome.signalled)
      case "stopped":
        if let cause = cause.flatMap(Outcome.StopReason.init), let limit {
          .stopped(cause, limit: limit, ending: ending)
        } else {
          nil
        }
      case "cancelled":
        cause.flatMap(UnixSignal.init(name:)).map { .cancelled(by: $0, ending: ending) }
      case "could-not-start": .couldNotStart(detail: detail ?? "")
      case "lost": .lost(detail: detail ?? "")
      default: nil
      }
    if let outcome { return outcome }
    throw VerdictFile.StoredFormatError(message: "an outcome that is \(kind) contradicts itself")
  }

  private mutating func read(_ ending: Outcome.Ending) {
    switch ending {
    case .exited(let code): exitCode = code
    case .signalled(let unixSignal): signal = unixSignal.description
    case .survived: detail = "survived"
    }
  }

  private var ending: Outcome.Ending {
    if let exitCode { return .exited(code: exitCode) }
    return signal.flatMap(UnixSignal.init(name:)).map(Outcome.Ending.signalled) ?? .survived
  }
}
