// Where and when andon was started: read once, and passed to the steps.

internal import AndonSystem

/// The environment of a command.
struct Context {
  let surroundings: ProcessEnvironment
  /// The git repository around the working directory; nil if there is none.
  let repository: Repository?
  let facts: MachineFacts

  /// Reads it.
  init() throws(SystemError) {
    surroundings = try ProcessEnvironment()
    repository = Repository(around: surroundings.folder)
    facts = MachineFacts()
  }
}
