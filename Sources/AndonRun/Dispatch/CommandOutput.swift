// The output of a stage's commands is a log. One of andon's own programs answers on its standard
// output: that is the answer itself. No other process can write there.

internal import AndonSystem

/// The output of one command.
enum CommandOutput {
  // A longer answer is not one; in bytes.
  private static let longest = 1 << 26

  case log(AttemptOutput)
  case answer([UInt8])

  /// Takes the next bytes.
  mutating func feed(_ bytes: Span<UInt8>) {
    switch self {
    case .log(var output):
      self = .answer([])
      output.feed(bytes)
      self = .log(output)
    case .answer(var answer):
      self = .answer([])
      if answer.count < Self.longest {
        for index in bytes.indices { answer.append(bytes[index]) }
      }
      self = .answer(answer)
    }
  }

  /// The log that it is written to; nil for an answer.
  var log: AttemptOutput? {
    if case .log(let output) = self { output } else { nil }
  }

  /// The answer; nil for a log.
  var answer: [UInt8]? {
    if case .answer(let bytes) = self { bytes } else { nil }
  }

  /// The output has ended.
  mutating func finish() {
    guard case .log(var output) = self else { return }
    self = .answer([])
    output.finish()
    self = .log(output)
  }
}
