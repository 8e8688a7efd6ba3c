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
      ("rpm", .perSecond, 1.0 / 60), ("kIOPS", .perSecond, 1e3), ("Mpps", .perSecond, 1e6),
      ("ops per hour", .perSecond, 1.0 / 3600), ("per second", .perSecond, 1),
      ("bytes per second", .bytesPerSecond, 1), ("ns per iteration", .seconds, 1e-9),
      ("ms/req", .seconds, 1e-3), ("ns/call", .seconds, 1e-9), ("µsec", .seconds, 1e-6),
      ("MBytes", .bytes, 1e6), ("Gbits/sec", .bytesPerSecond, 125e6),
      ("MBps", .bytesPerSecond, 1e6),
      (" ms ", .seconds, 1e-3), ("KiB (of 1024)", .bytes, 1024),
      ("PiB", .bytes, 1_125_899_906_842_624),
    ])
  func known(_ text: String, _ kind: MeasureUnit, _ factor: Double) throws {
    let scale = try #require(UnitScale(text))
    #expect(scale.kind == kind && abs(scale.factor - factor) <= 1e-12 * factor)
  }

  @Test(
    "what is not known is no unit",
    arguments: [
      "", "widgets", "MS", "Mfruit/s", "apples/s", "%/s", "ops/apple", "s/op/s", "mb", "m/s",
      "km/h", "(s)",
    ])
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

  @Test("a unit that is not known compares only with itself, and with a bare limit")
  func others() throws {
    let widgets = try #require(MeasureUnit(rawValue: "widgets"))
    #expect(widgets == .other("widgets") && widgets.rawValue == "widgets")
    #expect(widgets.isComparable(with: widgets) && widgets.isComparable(with: .count))
    #expect(!widgets.isComparable(with: .other("gizmos")))
    #expect(!widgets.isComparable(with: .perSecond) && !widgets.isComparable(with: .seconds))
    #expect(MeasureUnit(rawValue: "1/s") == .perSecond && MeasureUnit(rawValue: "") == nil)
    #expect(MeasureUnit(rawValue: "<b>|`\u{1B}[31m`") == .other("_b_____31m_"))
    #expect(MeasureUnit(rawValue: String(repeating: "x", count: 99))?.rawValue.count == 40)
  }
}
