// The part of a run that no argument changes. Other threads begin it while the command line is
// parsed, which takes as long.

internal import AndonSystem
internal import AndonXML

/// The beginning of a run.
package final class RunPreparation: Sendable {
  static let shared = RunPreparation()

  private let found = BackgroundWork { () -> (Found<Context>, Found<HeldProgram>) in
    (
      Found { () throws(SystemError) in try Context() },
      Found { () throws(SystemError) in try OwnPrograms.keeper() }
    )
  }
  private typealias Found<Value> = Result<Value, SystemError>

  private init() {
    _ = BackgroundWork {
      SHA256.load()
      XMLLibrary.load()
    }
  }

  /// Begins it.
  package static func begin() { _ = shared }

  /// The context of the command.
  func context() throws(SystemError) -> Context { try found.value().0.get() }

  /// The keeper's program.
  func keeper() throws(SystemError) -> HeldProgram { try found.value().1.get() }
}
