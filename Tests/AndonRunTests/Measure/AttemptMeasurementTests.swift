// What was seen into figures with their bounds.

import AndonModel
import AndonSystem
import AndonText
import Testing

@testable import AndonRun

@Suite("Attempt measurement") struct AttemptMeasurementTests {
  private func measure(
    _ outcome: Outcome, samples: Int = 9,
    usage: TreeUsage? = .init(user: 2, system: 1, peakProcess: 5)
  ) -> Measurements {
    let rule = MetricExtractor(name: "n", .output(pattern: "n=(\\d+)", .last), unit: .count)
    var scanner = OutputScanner([rule])
    scanner.feed(Array("n=4\n".utf8).span)
    return AttemptMeasurement(
      outcome: outcome, wall: .exact(3), queued: 0.5,
      end: TreeEnd(usage: usage, samples: .init(peak: 7, looks: samples), output: 8),
      rules: [rule], output: scanner, files: FileMeasurement()
    ).measurements
  }

  private func reading(_ all: Measurements, _ name: BuiltInIndicator) -> BoundedValue? {
    all[.builtIn(name)]?.reading
  }

  @Test("a good end gives exact figures")
  func exact() {
    let all = measure(.exited(code: 0))
    #expect(reading(all, .cpu) == .exact(3) && reading(all, .user) == .exact(2))
    #expect(reading(all, .system) == .exact(1) && reading(all, .peakProcessMemory) == .exact(5))
    #expect(reading(all, .peakMemory) == .exact(7) && reading(all, .logSize) == .exact(8))
    #expect(reading(all, .queued) == .exact(0.5))
    #expect(reading(all, .exitCode) == .exact(0))
    #expect(all[.metric("n")]?.reading == .exact(4))
    #expect(all.rows.count == BuiltInIndicator.allCases.count - 2)
  }

  @Test(
    "what was cut off is a lower bound",
    arguments: [
      .stopped(.hard, limit: 3, ending: .exited(code: 0)),
      .cancelled(by: .interrupt, ending: .survived), .lost(detail: ""),
    ] as [Outcome])
  func cutOff(_ outcome: Outcome) {
    let all = measure(outcome)
    for name in [BuiltInIndicator.cpu, .user, .system, .peakMemory, .peakProcessMemory, .logSize] {
      #expect(reading(all, name)?.bound == .atLeast, "\(name)")
    }
    #expect(reading(all, .exitCode)?.value == nil)
    #expect(all[.metric("n")]?.reading.value == nil)
  }

  @Test("fewer than five samples are a lower bound, none are no figure")
  func samples() {
    #expect(reading(measure(.exited(code: 0), samples: 5), .peakMemory) == .exact(7))
    #expect(reading(measure(.exited(code: 0), samples: 4), .peakMemory) == .atLeast(7))
    #expect(reading(measure(.exited(code: 0), samples: 0), .peakMemory)?.value == nil)
  }

  @Test("what did not start has no figure but those of the queue")
  func notStarted() {
    let all = measure(.couldNotStart(detail: "x"))
    let known = all.rows.filter { $0.quantity.reading.value != nil }.map(\.name.description)
    #expect(known == ["queued"])
    #expect(all.rows.allSatisfy { $0.quantity.reading.reason != "" })
  }

  @Test("a reaper that could not count leaves its figures missing, not 0")
  func noUsage() {
    let all = measure(.exited(code: 0), usage: nil)
    #expect(reading(all, .cpu)?.value == nil && reading(all, .peakProcessMemory)?.value == nil)
  }

  @Test("a signal's death has no exit code")
  func signalled() {
    #expect(
      reading(measure(.signalled(.kill)), .exitCode) == .missing(reason: "ended by SIGKILL"))
  }
}
