// A stage of the samples whose outputs were compared.

import AndonModel

extension SampleRecords {
  /// A stage with later runs; `text` stands where outputs differ.
  static func reproduced(_ stage: StageRecord, differing text: String) -> StageRecord {
    var stage = stage
    for (number, varied) in [[Variation.path, .umask], [], [.path]].enumerated() {
      guard var run = stage.attempts.last else { continue }
      run.number = stage.attempts.count + number + 1
      run.role = .variation
      run.varied = varied
      run.log = "logs/\(stage.id).\(run.number).log"
      stage.variations.append(run)
    }
    var reproduction = ReproducibilityResult()
    reproduction.runs = 4
    reproduction.files = 10
    reproduction.identical = 6
    reproduction.unread = 1
    reproduction.variations = [
      VariedThing(.path, how: "in a copy at another path"),
      VariedThing(.umask, how: "umask is 077"),
      VariedThing(.locale, how: "", reasonNotVaried: "no locale but C and POSIX is installed"),
      VariedThing(
        .userName, how: "USER is andon-other", reasonNotVaried: "the number stays the same"),
    ]
    reproduction.differing = [
      DifferingOutput(
        OutputDifference(
          path: "out/log", .content, at: "line 3", first: text, other: "in /tmp/elsewhere",
          suspicion: .path), differs: .under(.path)),
      DifferingOutput(
        OutputDifference(
          path: "out/a.tar", .content, at: "member a, its time", first: "2020", other: "2021",
          suspicion: .timestamp), differs: .always),
      DifferingOutput(OutputDifference(path: "out/new", .onlyOther), differs: .sometimes),
    ]
    reproduction.details = "logs/\(stage.id).2.diffoscope.log"
    stage.reproduction = reproduction
    stage.indicators[.builtIn(.identicalOutputs)] = Quantity(
      reproduction.share, unit: .ratio, source: .compared, samples: 4)
    return stage
  }
}
