// What a counter and a sampler prove together.

import AndonModel
import AndonSystem
import Testing

@testable import AndonRun

@Suite("Peak memory") struct PeakMemoryTests {
  private func seen(
    _ proven: Double, looks: Int = 9, held: Bool = true, cache: Double = 0, most: Double? = nil,
    place: MemorySamples.Place = .processes
  ) -> TreeSamples {
    var seen = TreeSamples(peak: proven, looks: looks)
    seen.memory.isHeld = held
    seen.memory.cache = cache
    seen.memory.most = most ?? proven
    seen.memory.place = place
    return seen
  }

  private func reading(
    _ seen: TreeSamples, counter: Double? = nil, largest: Double? = nil, cut: Bool = false
  ) -> BoundedValue {
    PeakMemory(seen, counter: counter, largest: largest, isCutOff: cut).reading
  }

  @Test("where counter and sampler agree, or the page cache explains the difference, it is exact")
  func counter() {
    #expect(reading(seen(500e6, looks: 1, held: false), counter: 510e6) == .exact(500e6))
    #expect(reading(seen(500e6), counter: 900e6) == .between(least: 500e6, most: 900e6))
    #expect(reading(seen(2e6, cache: 400e6), counter: 405e6) == .exact(2e6))
    #expect(
      reading(seen(2e6, looks: 4, cache: 400e6), counter: 405e6)
        == .between(least: 2e6, most: 405e6))
    #expect(reading(TreeSamples(), counter: 3e5) == .atMost(3e5))
    // Both tolerances together would make 5.3 % of an exact figure.
    #expect(reading(seen(199.2e6), counter: 209.8e6) == .between(least: 199.2e6, most: 209.8e6))
    #expect(reading(seen(3e6), counter: 4.9e6) == .exact(3e6))
  }

  @Test("looks alone are exact from five on, when the most was held and nothing shows more")
  func looks() {
    #expect(reading(seen(50e6)) == .exact(50e6))
    #expect(reading(seen(50e6, looks: 4)) == .atLeast(50e6))
    #expect(reading(seen(50e6, held: false)) == .atLeast(50e6))
    #expect(reading(seen(50e6), largest: 60e6) == .exact(50e6))
    // The largest process alone was larger than all that was seen.
    #expect(reading(seen(50e6), largest: 200e6) == .atLeast(184e6))
    #expect(reading(TreeSamples()).bound == .missing)
  }

  @Test("shared pages that could not be divided make an upper bound, and say so")
  func shared() {
    let both = seen(300e6, most: 1800e6)
    #expect(reading(both) == .between(least: 300e6, most: 1800e6))
    #expect(
      PeakMemory(both, counter: nil, largest: nil, isCutOff: false).source == .residentSum)
    let divided = seen(300e6, place: .shares)
    #expect(PeakMemory(divided, counter: nil, largest: nil, isCutOff: false).source == .shares)
  }

  @Test("what was cut off is a lower bound, whatever the counter says")
  func cutOff() {
    #expect(reading(seen(50e6), counter: 51e6, cut: true) == .atLeast(50e6))
    #expect(reading(TreeSamples(), counter: 51e6, cut: true).bound == .missing)
  }
}
