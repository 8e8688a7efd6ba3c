// One line of `andon judge --jsonl`: a question to a rule, as JSON. Hostile input.
// Members may come in any order; those that no rule knows are read past.

package import AndonModel
internal import AndonText

/// A question, or why the line holds none.
package struct QuestionLine: Equatable, Sendable {
  /// What a line holds.
  package enum QuestionContent: Equatable, Sendable {
    case question(DecisionQuestion)
    /// In words.
    case unreadable(String)
  }

  /// The `id` as it was written, in JSON; `null` where none was read.
  package private(set) var id = Array("null".utf8)
  /// What was asked.
  package private(set) var content: QuestionContent

  /// Reads a line, without its end.
  package init(_ bytes: [UInt8]) {
    content = .unreadable("")
    var members = Members()
    do throws(JSONReader.JSONError) {
      var reader = JSONReader(bytes)
      try reader.object { reader, name throws(JSONReader.JSONError) in
        if name == "id" { id = try reader.raw() } else { try members.read(name, &reader) }
      }
      try reader.end()
    } catch {
      content = .unreadable("\(error.message), at byte \(error.offset)")
      return
    }
    do throws(Members.MemberError) {
      content = .question(try members.question())
    } catch {
      content = .unreadable(error.message)
    }
  }

  // What a line said, before it is known what it asks.
  private struct Members {
    struct MemberError: Error {
      let message: String
    }

    private static let minRate = 0.0
    private static let maxRuns = 1e6

    private var kind: String?
    private var series: [Double?]?
    private var baseline: [[Double?]]?
    private var base: [Double?]?
    private var head: [Double?]?
    private var p: [Double?]?
    private var direction: String?
    private var unit: String?
    private var baselineUnit: String?
    private var numbers: [String: Double] = [:]

    mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.JSONError) {
      switch name {
      case "kind": kind = try Self.text(&reader)
      case "series": series = try Self.list(&reader)
      case "base": base = try Self.list(&reader)
      case "head": head = try Self.list(&reader)
      case "p": p = try Self.list(&reader)
      case "baseline":
        var jobs: [[Double?]] = []
        try reader.array { reader throws(JSONReader.JSONError) in
          jobs.append(try Self.list(&reader))
        }
        baseline = jobs
      case "direction": direction = try Self.text(&reader)
      case "unit": unit = try Self.text(&reader)
      case "baseline_unit": baselineUnit = try Self.text(&reader)
      case "limit", "max_runs", "noise", "margin", "alpha", "q":
        numbers[name] = try reader.numberOrNull()
      default: try reader.skip()
      }
    }

    private static func list(_ reader: inout JSONReader) throws(JSONReader.JSONError) -> [Double?] {
      var values: [Double?] = []
      try reader.array { reader throws(JSONReader.JSONError) in
        values.append(try reader.numberOrNull())
      }
      return values
    }

    private static func text(_ reader: inout JSONReader) throws(JSONReader.JSONError) -> String? {
      switch try reader.value() {
      case .text(let text): text
      case .null: nil
      case .boolean, .number, .array, .object: ""
      }
    }

    // MARK: What they ask

    func question() throws(MemberError) -> DecisionQuestion {
      switch kind {
      case "static": .limit(try limit())
      case "relative": .relative(try relative())
      case "paired": .paired(try paired())
      case "history": .changes(try needed(series, "series"))
      case "family": .family(try needed(p, "p"), q: try share("q", else: 0.05))
      case .some(let kind): throw MemberError(message: "kind `\(kind)` is not known")
      case nil: throw MemberError(message: "`kind` is missing")
      }
    }

    private func limit() throws(MemberError) -> LimitQuestion {
      var question = LimitQuestion(
        try needed(series, "series"), limit: try needed(numbers["limit"], "limit"),
        try directionOrLower())
      question.maxRuns = try runs() ?? question.maxRuns
      question.noise = numbers["noise"]
      if let noise = question.noise, noise < 0 { throw MemberError(message: "`noise` is below 0") }
      return question
    }

    private func relative() throws(MemberError) -> RelativeQuestion {
      var question = RelativeQuestion(
        baseline: try needed(baseline, "baseline"), head: try needed(series, "series"),
        try tolerance())
      question.unit = unit
      question.baselineUnit = baselineUnit
      return question
    }

    private func paired() throws(MemberError) -> PairedQuestion {
      var question = PairedQuestion(
        base: try needed(base, "base"), head: try needed(head, "head"), try tolerance())
      question.maxRuns = try runs() ?? question.maxRuns
      return question
    }

    private func tolerance() throws(MemberError) -> Margin {
      let direction = try directionOrLower()
      let margin = try needed(numbers["margin"], "margin")
      if margin < 0 || (direction == .higher && margin >= 1) {
        throw MemberError(message: "`margin` is no part that a figure may be worse by")
      }
      let alpha = try share("alpha", else: 0.05)
      if alpha >= 0.5 { throw MemberError(message: "`alpha` is not below 0.5") }
      return Margin(margin: margin, direction, alpha: alpha)
    }

    private func directionOrLower() throws(MemberError) -> Direction {
      guard let direction else { return .lower }
      guard let read = Direction(rawValue: direction) else {
        throw MemberError(message: "`direction` is neither `lower` nor `higher`")
      }
      return read
    }

    private func runs() throws(MemberError) -> Int? {
      guard let number = numbers["max_runs"] else { return nil }
      guard number >= 1, number <= Self.maxRuns, number == number.rounded() else {
        throw MemberError(message: "`max_runs` is no number of runs")
      }
      return Int(number)
    }

    private func share(_ name: String, else standard: Double) throws(MemberError) -> Double {
      guard let number = numbers[name] else { return standard }
      guard number > 0, number <= 1 else {
        throw MemberError(message: "`\(name)` is no probability")
      }
      return number
    }

    private func needed<Value>(_ value: Value?, _ name: String) throws(MemberError) -> Value {
      guard let value else { throw MemberError(message: "`\(name)` is missing") }
      return value
    }
  }
}
