// `waivers` onto the objectives that they excuse.

internal import AndonModel

/// Reads waivers.
enum WaiverReader {
  private static let keys = ["objective", "until", "not-above", "owner", "reason"]

  /// Gives each objective of a pipeline its waiver; `faulty` are ids of objectives with a fault of
  /// their own.
  static func read(
    _ node: YAMLNode, _ pipeline: inout Pipeline, faulty: Set<String>,
    _ faults: inout ConfigProblems
  ) {
    guard case .sequence(let items) = node.content else {
      faults.add(node, "`waivers` must be a list, not \(node.kind)", hint: "begin entries with -")
      return
    }
    let index = Dictionary(pipeline.objectives.enumerated().map { ($1.id, $0) }) { first, _ in first
    }
    let ids = pipeline.objectives.map(\.id)
    for item in items {
      guard let fields = Fields(item, "a waiver", keys: keys, &faults) else { continue }
      for key in keys where key != "not-above" { fields.require(key, &faults) }
      let until = day(fields, &faults)
      let owner = filled("owner", fields, &faults)
      let reason = filled("reason", fields, &faults)
      guard let place = fields["objective"], let id = fields.text("objective", &faults) else {
        continue
      }
      guard let position = index[id] else {
        if faulty.contains(id) { continue }
        faults.add(
          place, "there is no objective `\(id)`", hint: .nearest(to: id, among: ids))
        continue
      }
      if pipeline.objectives[position].waiver != nil {
        faults.add(place, "there are two waivers of `\(id)`", hint: "keep one of them")
      }
      let bound = bound(fields, pipeline.objectives[position].unit ?? .count, &faults)
      guard let until, let owner, let reason else { continue }
      var waiver = Waiver(until: until, owner: owner, reason: reason)
      waiver.notAbove = bound?.value
      waiver.notAboveText = bound?.text
      waiver.place = FileLocation(
        file: pipeline.file ?? "", line: item.line, column: item.column)
      pipeline.objectives[position].waiver = waiver
    }
  }

  private static func day(_ fields: Fields, _ faults: inout ConfigProblems) -> CalendarDay? {
    guard let node = fields["until"], let text = fields.text("until", &faults) else { return nil }
    if let day = CalendarDay(text) { return day }
    faults.add(node, "`\(text)` is no day", hint: "write a date such as 2027-01-31")
    return nil
  }

  private static func filled(
    _ key: String, _ fields: Fields, _ faults: inout ConfigProblems
  ) -> String? {
    guard let node = fields[key], let text = fields.text(key, &faults) else { return nil }
    if text.contains(where: { !$0.isWhitespace }) { return text }
    faults.add(node, "`\(key)` of a waiver is empty", hint: "say it, so that it can be asked about")
    return nil
  }

  private static func bound(
    _ fields: Fields, _ unit: MeasureUnit, _ faults: inout ConfigProblems
  ) -> (value: Double, text: String)? {
    guard let node = fields["not-above"], let text = fields.text("not-above", &faults)
    else { return nil }
    do throws(QuantityText.QuantityError) {
      return (try QuantityText.value(text, unit: unit), text)
    } catch {
      faults.add(node, error)
      return nil
    }
  }
}
