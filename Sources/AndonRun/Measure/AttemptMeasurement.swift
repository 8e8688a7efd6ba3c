// What was seen of one attempt into figures with their bounds.
// Pure. Traps of the sources: supervision.md, section 5.

internal import AndonModel
internal import AndonSystem
internal import AndonText

/// Everything seen of one attempt.
struct AttemptMeasurement {
  let outcome: Outcome
  let wall: BoundedValue
  let queued: Double
  /// What the machine reported at the end; nil when nothing ran.
  let end: TreeEnd?
  let rules: [MetricExtractor]
  let output: OutputScanner
  /// What the stage's files showed.
  let files: FileMeasurement

  /// The figures, andon's own first, then the stage's metrics in the order of the file.
  var measurements: Measurements {
    var all = Measurements()
    func set(_ name: BuiltInIndicator, _ reading: BoundedValue, _ source: MeasureSource) {
      all[.builtIn(name)] = Quantity(
        reading, unit: name.unit, source: source, samples: reading.value == nil ? 0 : 1)
    }
    set(.wall, ran(wall), .monotonic)
    let processor = processor
    set(.cpu, processor.cpu, processor.source)
    set(.user, processor.user, processor.source)
    set(.system, processor.system, processor.source)
    set(.peakProcessMemory, usage(\.peakProcess), .rusage)
    for row in sampled { all[.builtIn(row.name)] = row.quantity }
    set(.queued, .exact(Self.rounded(queued)), .monotonic)
    set(.processes, processes, .counted)
    set(.exitCode, exitCode, .waitStatus)
    if let size = files.outputSize { set(.outputSize, ran(cut(size)), .counted) }
    set(.logSize, ran(end.map { cut(.exact(Double($0.output))) } ?? Self.nothing), .counted)
    for row in files.collected.rows {
      let reading = started(cut(row.reading))
      all[row.name] = Quantity(
        reading, unit: row.unit, source: .file, samples: reading.value == nil ? 0 : 1)
    }
    for rule in rules {
      let (found, source): (BoundedValue, MeasureSource) =
        switch rule.source {
        case .output: (output.reading(of: rule.name, isCutOff: isCutOff), .output)
        case .file: (files.metrics[rule.name] ?? Self.nothing, .file)
        }
      let reading = started(found)
      all[.metric(rule.name)] = Quantity(
        reading, unit: rule.unit, source: source, samples: reading.value == nil ? 0 : 1)
    }
    return all
  }

  /// Who held the memory when it was most.
  var peak: MemorySample? { end?.samples.memory.peak?.safe }

  // What rests on looks at intervals, wholly or where the kernel does not count it.
  private var sampled: [(name: BuiltInIndicator, quantity: Quantity)] {
    let seen = end?.samples ?? TreeSamples()
    let memory = PeakMemory(
      seen, counter: end?.account?.peakMemory, largest: end?.usage?.peakProcess,
      isCutOff: isCutOff)
    let isTrusted = seen.looks >= Quantity.trustedSamples
    let looked = { (seconds: Double) -> BoundedValue in
      if seen.looks == 0 { return .missing(reason: "it ended before it could be looked at") }
      return isTrusted ? .exact(seconds) : .atLeast(seconds)
    }
    func row(
      _ name: BuiltInIndicator, _ reading: BoundedValue, _ source: MeasureSource, looks: Int
    ) -> (BuiltInIndicator, Quantity) {
      let reading = end == nil ? Self.nothing : reading
      return (
        name,
        Quantity(
          ran(reading), unit: name.unit, source: source, samples: reading.value == nil ? 0 : looks,
          period: source == .pressure ? nil : seen.period)
      )
    }
    func wait(
      _ name: BuiltInIndicator, _ counted: Double?, _ seen: BoundedValue, _ source: MeasureSource,
      looks: Int
    ) -> (BuiltInIndicator, Quantity) {
      if let counted { return row(name, cut(.exact(counted)), .pressure, looks: 1) }
      return row(name, cut(seen), source, looks: looks)
    }
    return [
      row(.peakMemory, memory.reading, memory.source, looks: seen.memory.looks),
      row(.lockWait, cut(looked(seen.lockWait)), .sampled, looks: seen.looks),
      // What lived between two looks may have waited as well.
      wait(
        .cpuWait, end?.account?.processorWait,
        seen.looks == 0 ? looked(0) : .atLeast(seen.processorWait), .schedstat,
        looks: seen.looks),
      wait(.ioWait, end?.account?.diskWait, looked(seen.diskWait), .sampled, looks: seen.looks),
    ]
  }

  // The larger of two accounts: what left the cgroup is missing in one, what nobody waited for in
  // the other.
  private var processor:
    (cpu: BoundedValue, user: BoundedValue, system: BoundedValue, source: MeasureSource)
  {
    let reaped = end?.usage
    if let user = end?.account?.user, let system = end?.account?.system,
      user + system >= (reaped.map { $0.user + $0.system } ?? 0)
    {
      return processor(user, system, .cgroup)
    }
    if let reaped { return processor(reaped.user, reaped.system, .rusage) }
    // Nobody was waited for: what still lived at the last look is the least.
    let living = end?.samples.living ?? 0
    let unknown = ran(Self.nothing)
    if living == 0 { return (unknown, unknown, unknown, .rusage) }
    return (ran(.atLeast(living)), unknown, unknown, .sampled)
  }

  private func processor(
    _ user: Double, _ system: Double, _ source: MeasureSource
  ) -> (BoundedValue, BoundedValue, BoundedValue, MeasureSource) {
    let reading = { (seconds: Double) in ran(cut(.exact(seconds))) }
    return (reading(user + system), reading(user), reading(system), source)
  }

  // Whoever started and ended between two looks was waited for by somebody else.
  private var processes: BoundedValue {
    guard let end else { return ran(Self.nothing) }
    return ran(.atLeast(Double(max(end.samples.processes, end.usage?.processes ?? 1))))
  }

  private static let nothing = BoundedValue.missing(reason: "nothing was measured")

  private var isCutOff: Bool {
    switch outcome {
    case .stopped, .cancelled, .lost: true
    case .exited, .signalled, .couldNotStart: false
    }
  }

  private func cut(_ reading: BoundedValue) -> BoundedValue { isCutOff ? reading.cutOff : reading }

  private func started(_ reading: BoundedValue) -> BoundedValue {
    if case .couldNotStart = outcome { return .missing(reason: "the stage did not start") }
    return reading
  }

  // A figure of andon's own.
  private func ran(_ reading: BoundedValue) -> BoundedValue {
    if case .exact(let value) = started(reading) { return .exact(Self.rounded(value)) }
    return started(reading)
  }

  private func usage(_ value: (TreeUsage) -> Double) -> BoundedValue {
    guard let usage = end?.usage else { return ran(Self.nothing) }
    return ran(cut(.exact(value(usage))))
  }

  private var exitCode: BoundedValue {
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

extension MemorySample {
  /// The sample with names that are safe to print, to the millisecond.
  var safe: MemorySample {
    var sample = self
    sample.at = (at * 1000).rounded() / 1000
    for index in sample.holders.indices {
      sample.holders[index].name = SafeText.line(Array(holders[index].name.utf8))
    }
    return sample
  }
}
