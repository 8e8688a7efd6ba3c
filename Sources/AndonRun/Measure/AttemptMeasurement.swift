// What was seen of one attempt into figures with their bounds.
// Pure. Traps of the sources: supervision.md, section 5.

internal import AndonModel
internal import AndonSystem

/// Everything seen of one attempt.
struct AttemptMeasurement {
  let outcome: Outcome
  let wall: Reading
  let queued: Double
  /// What the machine reported at the end; nil when nothing ran.
  let end: TreeEnd?
  let rules: [MetricRule]
  let output: OutputScanner
  /// What the stage's files showed.
  let files: FileMeasurement

  /// The figures, andon's own first, then the stage's metrics in the order of the file.
  var measurements: Measurements {
    var all = Measurements()
    func set(
      _ name: BuiltInIndicator, _ reading: Reading, _ source: MeasureSource, samples: Int = 1
    ) {
      all[.builtIn(name)] = Quantity(
        reading, unit: name.unit, source: source, samples: reading.value == nil ? 0 : samples)
    }
    set(.wall, ran(wall), .monotonic)
    set(.cpu, usage { $0.user + $0.system }, .rusage)
    set(.user, usage(\.user), .rusage)
    set(.system, usage(\.system), .rusage)
    set(.peakMemory, peak, .sampled, samples: end?.samples.count ?? 0)
    set(.peakProcessMemory, usage(\.peakProcess), .rusage)
    set(.queued, .exact(Self.rounded(queued)), .monotonic)
    set(.exitCode, exitCode, .waitStatus)
    if let size = files.outputSize { set(.outputSize, ran(cut(size)), .counted) }
    set(.logSize, ran(end.map { cut(.exact(Double($0.output))) } ?? Self.nothing), .counted)
    for rule in rules {
      let (found, source): (Reading, MeasureSource) =
        switch rule.source {
        case .output: (output.reading(of: rule.name, isCutOff: isCutOff), .output)
        case .file: (files.metrics[rule.name] ?? Self.nothing, .file)
        }
      let reading = ran(found)
      all[.metric(rule.name)] = Quantity(
        reading, unit: rule.unit, source: source, samples: reading.value == nil ? 0 : 1)
    }
    return all
  }

  private static let nothing = Reading.missing(reason: "nothing was measured")

  private var isCutOff: Bool {
    switch outcome {
    case .stopped, .cancelled, .lost: true
    case .exited, .signalled, .couldNotStart: false
    }
  }

  private func cut(_ reading: Reading) -> Reading { isCutOff ? reading.cutOff : reading }

  private func ran(_ reading: Reading) -> Reading {
    if case .couldNotStart = outcome { return .missing(reason: "the stage did not start") }
    switch reading {
    case .exact(let value): return .exact(Self.rounded(value))
    case .atLeast(let value): return .atLeast(value)
    case .atMost, .missing: return reading
    }
  }

  private func usage(_ value: (TreeUsage) -> Double) -> Reading {
    guard let usage = end?.usage else { return ran(Self.nothing) }
    return ran(cut(.exact(value(usage))))
  }

  private var peak: Reading {
    guard let samples = end?.samples else { return ran(Self.nothing) }
    if samples.count == 0 { return ran(.missing(reason: "it ended before it could be sampled")) }
    let isTrusted = samples.count >= Quantity.trustedSamples
    return ran(cut(isTrusted ? .exact(samples.peak) : .atLeast(samples.peak)))
  }

  private var exitCode: Reading {
    switch outcome {
    case .exited(let code): .exact(Double(code))
    case .signalled(let signal): .missing(reason: "ended by \(signal)")
    case .stopped, .cancelled: .missing(reason: "andon ended it")
    case .couldNotStart: .missing(reason: "the stage did not start")
    case .lost: .missing(reason: "the end was not seen")
    }
  }

  // To the nanosecond: what Double arithmetic adds beyond it is noise.
  private static func rounded(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
}
