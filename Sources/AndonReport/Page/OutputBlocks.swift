// What report.md and report.html say of outputs that were made several times.

internal import AndonModel

/// Blocks about reproducible stages.
enum OutputBlocks {
  private static let maxRows = 100

  /// The blocks; none where no stage was run again.
  static func blocks(of record: RunRecord) -> [Block] {
    let stages = record.stages.compactMap { stage in
      stage.reproduction.map { (stage.id, $0) }
    }
    if stages.isEmpty { return [] }
    return [.heading(2, "Outputs of several runs")]
      + stages.flatMap { section($0, $1) }
  }

  private static func section(_ stage: StageID, _ reproduction: ReproducibilityResult) -> [Block] {
    var blocks: [Block] = [
      .heading(3, "\(stage): \(share(reproduction))"), .list(surroundings(reproduction)),
    ]
    let rows = reproduction.differing.prefix(maxRows).map { output in
      let difference = output.difference
      return [
        difference.path, difference.place.isEmpty ? difference.kind.rawValue : difference.place,
        difference.first, difference.other, output.differs.text,
        difference.suspicion?.rawValue ?? "not known",
      ]
    }
    if rows.isEmpty { return blocks }
    blocks.append(
      .table(
        head: ["Output", "Where", "First run", "Another run", "It differs", "Looks like"],
        rows: rows))
    let rest = reproduction.files - reproduction.identical - reproduction.unread - rows.count
    if rest > 0 { blocks.append(.paragraph("and \(rest) more that differ")) }
    return blocks
  }

  private static func share(_ reproduction: ReproducibilityResult) -> String {
    if reproduction.runs < 2 { return reproduction.failure ?? "not compared" }
    return "\(reproduction.identical) of \(reproduction.files) are the same in "
      + "\(reproduction.runs) runs"
  }

  private static func surroundings(_ reproduction: ReproducibilityResult) -> [String] {
    var lines = reproduction.variations.map { thing in
      switch (thing.isVaried, thing.reasonNotVaried) {
      case (true, nil): "\(thing.variation.rawValue) was varied: \(thing.how)"
      case (true, .some(let reasonNotVaried)):
        "\(thing.variation.rawValue) was varied in part: \(thing.how); \(reasonNotVaried)"
      case (false, _): "\(thing.variation.rawValue) was not varied: \(thing.reasonNotVaried ?? "")"
      }
    }
    if reproduction.variations.isEmpty { lines.append("nothing was varied but the time between") }
    if reproduction.unread > 0 {
      lines.append("\(reproduction.unread) could not be read: whether they differ is not known")
    }
    if let failure = reproduction.failure { lines.append(failure) }
    if let details = reproduction.details { lines.append("more by diffoscope: \(details)") }
    return lines
  }
}
