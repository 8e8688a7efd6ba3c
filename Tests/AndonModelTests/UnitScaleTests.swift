// Units as tools write them.

import AndonModel
import Testing

@Suite("Units") struct UnitScaleTests {
  @Test(
    "a unit has a kind and a scale",
    arguments: [
      ("ms", MeasureUnit.seconds, 1e-3), ("millisecond", .seconds, 1e-3), ("ps", .seconds, 1e-12),
      ("Milliseconds", .seconds, 1e-3), ("minutes", .seconds, 60), ("ns/op", .seconds, 1e-9),
      ("byte", .bytes, 1), ("Bytes", .bytes, 1), ("KiB", .bytes, 1024), ("megabytes", .bytes, 1e6),
      ("B/op", .bytes, 1), ("bit", .bytes, 0.125), ("percent", .ratio, 0.01), ("%", .ratio, 0.01),
      ("ratio", .ratio, 1), ("count", .count, 1), ("MB/s", .bytesPerSecond, 1e6),
      ("GB/s", .bytesPerSecond, 1e9), ("MiB/sec", .bytesPerSecond, 1_048_576),
      ("kB/ms", .bytesPerSecond, 1e6), ("Mbps", .bytesPerSecond, 125_000),
      ("Gbit/s", .bytesPerSecond, 125e6), ("ops/s", .perSecond, 1), ("Mops/s", .perSecond, 1e6),
      ("kreq/s", .perSecond, 1e3), ("ops/ms", .perSecond, 1e3), ("req/min", .perSecond, 1.0 / 60),
      ("1/s", .perSecond, 1), ("/s", .perSecond, 1), ("Hz", .perSecond, 1),
      ("kHz", .perSecond, 1e3),
      ("rps", .perSecond, 1), ("Krps", .perSecond, 1e3), ("ms/s", .ratio, 1e-3),
    ])
  func known(_ text: String, _ kind: MeasureUnit, _ factor: Double) throws {
    let scale = try #require(UnitScale(text))
    #expect(scale.kind == kind && abs(scale.factor - factor) <= 1e-12 * factor)
  }

  @Test(
    "what is not known is no unit",
    arguments: ["", "widgets", "MS", "Mfruit/s", "apples/s", "%/s", "ops/apple", "s/op/s", "mb"])
  func unknown(_ text: String) { #expect(UnitScale(text) == nil) }

  @Test("a number is the same in whichever unit it was read")
  func lastDigits() throws {
    for number in [8.3, 0.7, 8.2, 1.1, 4.5, 0.62] {
      #expect(try #require(UnitScale("ms")).base(of: number) == number / 1000)
      #expect(try #require(UnitScale("ns")).base(of: number) == number / 1e9)
      #expect(try #require(UnitScale("%")).base(of: number) == number / 100)
    }
    #expect(UnitScale.convert(5, from: "Mops/s", to: "ops/s") == 5e6)
    #expect(UnitScale.convert(900, from: "MB/s", to: "kB/s") == 900_000)
    #expect(UnitScale.convert(5, from: "apples", to: "apples") == 5)
    #expect(UnitScale.convert(5, from: "apples", to: "pears") == nil)
    #expect(UnitScale.convert(5, from: "ops/s", to: "MB/s") == nil)
    #expect(UnitScale.convert(5, from: nil, to: nil) == 5)
  }
}
