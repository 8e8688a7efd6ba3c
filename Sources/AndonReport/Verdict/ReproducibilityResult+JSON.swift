// What came of comparing a stage's outputs, as `reproduction` of a stage in verdict.json and in the
// journal: written and read.

internal import AndonModel
internal import AndonText

extension VerdictFile {
  /// The member `reproduction`.
  static func write(_ reproduction: ReproducibilityResult?, _ json: inout JSONWriter) {
    guard let reproduction else { return json.null("reproduction") }
    json.object("reproduction") { json in
      json.integer("runs", reproduction.runs)
      json.integer("files", reproduction.files)
      json.integer("identical", reproduction.identical)
      json.integer("unread", reproduction.unread)
      json.text("failure", reproduction.failure)
      json.array("variations", reproduction.variations) { json, thing in
        json.object { json in
          json.text("variation", thing.variation.rawValue)
          json.text("how", thing.how)
          json.text("notVariedBecause", thing.reasonNotVaried)
        }
      }
      json.array("differing", reproduction.differing) { write($1, &$0) }
      json.text("details", reproduction.details)
    }
  }

  private static func write(_ differing: DifferingOutput, _ json: inout JSONWriter) {
    let (name, under): (String, [Variation]) =
      switch differing.differs {
      case .always: ("always", [])
      case .under(let variation): ("variation", [variation])
      case .together(let variations): ("together", variations)
      case .sometimes: ("sometimes", [])
      }
    json.object { json in
      let difference = differing.difference
      json.text("path", difference.path)
      json.text("kind", difference.kind.rawValue)
      json.text("place", difference.place)
      json.text("first", difference.first)
      json.text("other", difference.other)
      json.text("likelyCause", difference.suspicion?.rawValue)
      json.text("differs", name)
      json.array("variation", under) { $0.text($1.rawValue) }
    }
  }
}

extension ReproducibilityResult {
  /// Reads `reproduction`.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init()
    runs = try row.integer("runs")
    files = try row.integer("files")
    identical = try row.integer("identical")
    unread = try row.integer("unread")
    failure = try row.optionalText("failure")
    for item in try row.items("variations") {
      let thing = try JSONRow(item, "a variation")
      variations.append(
        VariedThing(
          try thing.choice("variation"), how: try thing.text("how"),
          reasonNotVaried: try thing.optionalText("notVariedBecause")))
    }
    for item in try row.items("differing") {
      differing.append(try DifferingOutput(JSONRow(item, "an output")))
    }
    details = try row.optionalText("details")
  }
}

extension DifferingOutput {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let under = try row.texts("variation").compactMap(Variation.init)
    let differs: VariationResult =
      switch (try row.name("differs"), under.first) {
      case ("always", _): .always
      case ("variation", .some(let variation)): .under(variation)
      case ("together", _): .together(under)
      default: .sometimes
      }
    self.init(
      OutputDifference(
        path: try row.text("path"), try row.choice("kind"), at: try row.text("place"),
        first: try row.text("first"), other: try row.text("other"),
        suspicion: try row.optionalChoice("likelyCause")), differs: differs)
  }
}
