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
          json.text("hindrance", thing.hindrance)
        }
      }
      json.array("unlike", reproduction.unlike) { write($1, &$0) }
      json.text("details", reproduction.details)
    }
  }

  private static func write(_ unlike: DifferingOutput, _ json: inout JSONWriter) {
    let (name, under): (String, [Variation]) =
      switch unlike.appears {
      case .always: ("always", [])
      case .under(let variation): ("under", [variation])
      case .together(let variations): ("together", variations)
      case .sometimes: ("sometimes", [])
      }
    json.object { json in
      let difference = unlike.difference
      json.text("path", difference.path)
      json.text("kind", difference.kind.rawValue)
      json.text("place", difference.place)
      json.text("first", difference.first)
      json.text("other", difference.other)
      json.text("suspicion", difference.suspicion?.rawValue)
      json.text("appears", name)
      json.array("under", under) { $0.text($1.rawValue) }
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
          hindrance: try thing.optionalText("hindrance")))
    }
    for item in try row.items("unlike") {
      unlike.append(try DifferingOutput(JSONRow(item, "an output")))
    }
    details = try row.optionalText("details")
  }
}

extension DifferingOutput {
  fileprivate init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    let under = try row.texts("under").compactMap(Variation.init)
    let appears: VariationResult =
      switch (try row.text("appears"), under.first) {
      case ("always", _): .always
      case ("under", .some(let variation)): .under(variation)
      case ("together", _): .together(under)
      default: .sometimes
      }
    self.init(
      OutputDifference(
        path: try row.text("path"), try row.choice("kind"), at: try row.text("place"),
        first: try row.text("first"), other: try row.text("other"),
        suspicion: try row.optionalChoice("suspicion")), appears: appears)
  }
}
