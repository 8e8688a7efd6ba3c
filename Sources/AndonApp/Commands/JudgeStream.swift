// `andon judge --jsonl`: a question a line, an answer a line. What cannot be read is answered with
// the reason, and the next line is read.

internal import AndonImport
internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// The steps of `andon judge --jsonl`.
package enum JudgeStream {
  /// Answers all lines of standard input in their order; the exit code.
  package static func run() -> Int {
    var reader = LineReader()
    do throws(SystemError) {
      while let lines = try reader.next() {
        // What has come is answered before it is waited for more.
        let answers = lines.flatMap(answer)
        if !StandardStream.output.write(bytes: answers) { return Exit.resultsNotWritten.code }
      }
      return 0
    } catch {
      return ErrorReporter.exit(for: error, config: nil).code
    }
  }

  private static func answer(_ line: LineReader.Line) -> [UInt8] {
    guard case .whole(let bytes) = line else {
      return AnswerLine.write(error: "the line is too long", id: Array("null".utf8))
    }
    // An empty line asks nothing.
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return [] }
    let question = QuestionLine(bytes)
    return switch question.content {
    case .question(let asked): AnswerLine.write(DecisionMethods.answer(asked), id: question.id)
    case .unreadable(let reason): AnswerLine.write(error: reason, id: question.id)
    }
  }
}
