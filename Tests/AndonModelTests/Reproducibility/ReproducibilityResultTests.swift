// What is known of outputs that were compared, as a number with its bound.

import Testing

@testable import AndonModel

@Suite("Identical outputs") struct ReproducibilityResultTests {
  private func share(
    runs: Int = 3, files: Int, identical: Int, unread: Int = 0, failure: String? = nil
  ) -> BoundedValue {
    var reproduction = ReproducibilityResult()
    reproduction.runs = runs
    reproduction.files = files
    reproduction.identical = identical
    reproduction.unread = unread
    reproduction.failure = failure
    return reproduction.share
  }

  @Test("identical outputs are a part of all; without two good runs, or outputs, it is missing")
  func whole() {
    #expect(share(files: 4, identical: 3) == .exact(0.75))
    #expect(share(files: 4, identical: 4) == .exact(1))
    #expect(share(runs: 0, files: 0, identical: 0).bound == .missing)
    #expect(share(runs: 1, files: 4, identical: 4).bound == .missing)
    #expect(share(files: 0, identical: 0).bound == .missing)
  }

  @Test("what was not seen can only make it less: never 0, and never all")
  func bounds() {
    #expect(share(files: 4, identical: 4, failure: "x") == .missing(reason: "x"))
    #expect(share(files: 4, identical: 3, failure: "x") == .atMost(0.75))
    #expect(share(files: 4, identical: 2, unread: 1) == .atMost(0.75))
    #expect(share(files: 4, identical: 3, unread: 1) == .atMost(1))
    #expect(share(files: 4, identical: 3, unread: 1, failure: "x") == .missing(reason: "x"))
  }

  @Test(
    "what it looks like yields to what it appears with",
    arguments: [
      (.timestamp, .under(.timezone), .timeZone), (.timestamp, .always, .timestamp),
      (.order, .under(.locale), .locale), (nil, .under(.umask), .umask), (nil, .always, nil),
      (.random, .under(.cpus), .processors), (.order, .under(.cpus), .order),
      (nil, .together([.path, .home]), nil), (.path, .sometimes, .path),
    ] as [(DifferenceCategory?, VariationResult, DifferenceCategory?)])
  func suspicions(
    looks: DifferenceCategory?, differs: VariationResult, expected: DifferenceCategory?
  ) {
    #expect(DifferenceCategory(looks, differs) == expected)
  }
}
