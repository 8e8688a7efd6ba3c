import AndonModel
import Testing

@Suite("Timestamp") struct TimestampTests {
  @Test(
    "is RFC 3339 in UTC with milliseconds",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_801_387_799_999, "2027-01-31T09:29:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func text(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test("seconds need no decimals")
  func short() {
    #expect(Timestamp("1970-01-01T00:00:01Z")?.milliseconds == 1000)
    #expect(Timestamp("1970-01-01T00:00:1ZZ") == nil)
  }

  @Test(
    "refuses what is no moment",
    arguments: [
      "", "2027-01-31", "2027-02-30T00:00:00.000Z", "2027-01-31T25:00:00.000Z",
      "2027-01-31T00:00:00.000+", "2027-01-31 00:00:00.000Z",
    ])
  func refusal(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test("every day of four centuries comes back")
  func roundTrip() {
    for day in stride(from: Int64(-60_000), to: 90_000, by: 1) {
      let moment = Timestamp(milliseconds: day * 86_400_000 + 12_345)
      guard Timestamp(moment.description) == moment else {
        Issue.record("\(moment) does not come back")
        return
      }
    }
  }
}
