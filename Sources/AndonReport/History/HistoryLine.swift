// A run of a history as one line of JSON: what `andon history export` writes and `import` reads.

package import AndonModel
internal import AndonText

/// Writes and reads runs of a history.
package enum HistoryLine {
  /// The version of the stored format.
  private static let schemaVersion = 1

  /// The line of a run, with its end.
  package static func write(_ entry: HistoryEntry) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.integer("schemaVersion", schemaVersion)
      json.text("id", entry.id)
      json.text("startedAt", entry.startedAt.description)
      json.number("seconds", entry.seconds)
      json.text("pipeline", entry.pipeline)
      json.text("commit", entry.commit)
      json.text("branch", entry.branch)
      json.text("mergeBase", entry.mergeBase)
      json.text("machineClass", entry.machineClass)
      json.text("fingerprint", entry.fingerprint)
      json.text("verdict", entry.verdict.rawValue)
      json.array("figures", entry.figures) { json, figure in
        json.object { json in
          json.text("indicator", figure.indicator.description)
          json.text("unit", figure.unit.rawValue)
          json.array("values", figure.values) { $0.number($1) }
        }
      }
      json.array("logMatches", entry.logMatches) { json, hit in
        json.object { json in
          json.text("stage", hit.stage.text)
          json.text("rule", hit.rule)
        }
      }
      json.array("advice", entry.advice) { json, advice in
        json.object { json in
          VerdictFile.write(advice.prediction, &json)
          json.number("measured", advice.measured)
          json.text("settledBy", advice.settledBy)
        }
      }
      json.array("objectives", entry.judgments) { json, judgment in
        json.object { json in
          json.text("id", judgment.objective)
          json.text("judgment", judgment.answer)
          json.text("reason", judgment.reason)
          json.boolean("waived", judgment.isWaived)
        }
      }
    }
    json.end()
    return json.bytes
  }

  /// The run of a line, without its end.
  package static func read(_ bytes: [UInt8]) throws(VerdictFile.StoredFormatError) -> HistoryEntry {
    let value: JSONValue
    do throws(JSONReader.JSONError) {
      value = try JSONReader.value(bytes)
    } catch {
      throw VerdictFile.StoredFormatError(message: "not JSON: \(error.message)")
    }
    let row = try JSONRow(value, "a run")
    guard try row.integer("schemaVersion") == schemaVersion else {
      throw VerdictFile.StoredFormatError(message: "its schema version is not known")
    }
    var entry = HistoryEntry(
      id: try row.text("id"), startedAt: try row.moment("startedAt"),
      seconds: try row.number("seconds"), pipeline: try row.text("pipeline"),
      fingerprint: try row.text("fingerprint"), verdict: try row.choice("verdict"))
    entry.commit = try row.optionalText("commit")
    entry.branch = try row.optionalText("branch")
    entry.mergeBase = try row.optionalText("mergeBase")
    entry.machineClass = try row.optionalText("machineClass")
    for item in try row.items("figures") {
      let figure = try JSONRow(item, "a figure")
      let values = try figure.items("values").compactMap(\.number)
      if values.isEmpty {
        throw VerdictFile.StoredFormatError(message: "a figure without a number")
      }
      entry.figures.append(
        HistoryValues(
          try figure.indicator("indicator"), unit: try figure.choice("unit"), values: values))
    }
    for item in try row.optionalItems("logMatches") {
      let hit = try JSONRow(item, "a line")
      entry.logMatches.append(
        HistoryMatch(stage: StageID(try hit.text("stage")), rule: try hit.text("rule")))
    }
    for item in try row.optionalItems("advice") {
      let said = try JSONRow(item, "an advice")
      var advice = HistoryAdvice(try Prediction(said))
      advice.measured = try said.optionalNumber("measured")
      advice.settledBy = try said.optionalText("settledBy")
      entry.advice.append(advice)
    }
    for item in try row.items("objectives") {
      let judgment = try JSONRow(item, "a judgment")
      entry.judgments.append(
        HistoryJudgment(
          objective: try judgment.text("id"), answer: try judgment.text("judgment"),
          reason: try judgment.optionalText("reason"), isWaived: try judgment.boolean("waived")))
    }
    return entry
  }
}
