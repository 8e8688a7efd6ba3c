// The language of a shell as far as it decides which status counts: lists, pipelines and compound
// commands. Values only; the reader is in ShellReader. POSIX.1-2017, "Shell Command Language", and
// bash's manual.

/// A word, with what a shell would run to expand it.
struct ShellWord {
  /// Its text as it was written, without quotes.
  var text = ""
  /// Whether a part of it was quoted.
  var isQuoted = false
  /// The commands of its substitutions.
  var substitutions: [[ShellList]] = []
}

/// A command with its arguments.
struct ShellSimple {
  /// Assignments before the command.
  var assignments: [ShellWord] = []
  /// The command and its arguments.
  var words: [ShellWord] = []
  /// What is handed to it as a here-document, by its number in the script.
  var documents: [Int] = []
  /// The same of here-strings, by their text.
  var texts: [String] = []

  /// The name of the command; nil for assignments alone.
  var name: String? { words.first?.text }
}

/// Anything that has a status.
indirect enum ShellCommand {
  case simple(ShellSimple)
  /// `{ …; }` or `( … )`.
  case group([ShellList])
  /// The conditions with what follows when they hold, and what follows when none does.
  case choice([(condition: [ShellList], body: [ShellList])], otherwise: [ShellList]?)
  /// A loop; `condition` is empty for `for`.
  case loop(condition: [ShellList], body: [ShellList])
  case cases([[ShellList]])
  case function(String, ShellCommand)
  /// `[[ … ]]` or `(( … ))`.
  case test
}

/// Commands between pipes.
struct ShellPipeline {
  var commands: [ShellCommand]
  /// Whether `!` turns its status round.
  var isNegated = false
}

/// Pipelines between `&&` and `||`.
struct ShellList {
  /// How a pipeline follows the one before.
  enum Joint {
    case and
    case or
  }

  var first: ShellPipeline
  var rest: [(joint: Joint, pipeline: ShellPipeline)] = []
  /// Whether `&` ends it.
  var isBackground = false

  /// All of its pipelines.
  var pipelines: [ShellPipeline] { [first] + rest.map(\.pipeline) }

  /// Its simple commands, also those within compound ones.
  var simples: [ShellSimple] { pipelines.flatMap { $0.commands.flatMap(\.simples) } }
}

extension ShellCommand {
  /// The simple commands within it.
  var simples: [ShellSimple] {
    switch self {
    case .simple(let simple): [simple]
    case .group(let lists): lists.flatMap(\.simples)
    case .choice(let parts, let otherwise):
      parts.flatMap { ($0.condition + $0.body).flatMap(\.simples) }
        + (otherwise ?? []).flatMap(\.simples)
    case .loop(let condition, let body): (condition + body).flatMap(\.simples)
    case .cases(let bodies): bodies.flatMap { $0.flatMap(\.simples) }
    case .function(_, let body): body.simples
    case .test: []
    }
  }
}

/// A script.
struct ShellScript {
  var lists: [ShellList]
  /// Its here-documents.
  var documents: [String]
}
