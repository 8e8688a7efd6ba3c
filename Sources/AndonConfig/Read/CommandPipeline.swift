// A command given as arguments as a pipeline of one stage.
// Limits are only those that were asked for; a hard deadline there always is.

package import AndonModel

/// Makes a pipeline without a file.
package enum CommandPipeline {
  /// The name of its one stage.
  package static let stage = StageID("command")

  /// The limits of a command when nothing was asked for.
  package static let deadlines = Deadlines(
    soft: nil, hard: LimitsReader.hard, grace: LimitsReader.grace)

  /// A pipeline that executes `words`.
  ///
  /// The limits are texts such as `30s`; a text that is no time is a usage error.
  package static func make(
    _ words: [String], soft: String?, hard: String?, grace: String?, folderName: String
  ) throws(AndonError) -> Pipeline {
    let deadlines = Deadlines(
      soft: try seconds("--soft", soft),
      hard: try seconds("--hard", hard) ?? LimitsReader.hard,
      grace: try seconds("--grace", grace, zero: true) ?? LimitsReader.grace)
    var pipeline = Pipeline(name: folderName)
    pipeline.stages = [Stage(id: stage, run: .words(words), deadlines: deadlines)]
    return pipeline
  }

  private static func seconds(
    _ option: String, _ text: String?, zero: Bool = false
  ) throws(AndonError) -> Double? {
    guard let text else { return nil }
    do throws(QuantityText.QuantityError) {
      let value = try QuantityText.value(text, unit: .seconds)
      if value > 0 || zero { return value }
      throw QuantityText.QuantityError(
        message: "`\(text)` is not more than 0", hint: "write 30s or 2m")
    } catch {
      throw AndonError(.usage, "\(option): \(error.message)", hint: error.hint.words())
    }
  }
}
