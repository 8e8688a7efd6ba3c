// Why andon cannot go on, on standard error, and which exit that is.

internal import AndonConfig
internal import AndonHistory
package import AndonModel
internal import AndonSystem
internal import AndonText
internal import Glibc

/// Complains.
package enum ErrorReporter {
  /// Says what is wrong and what to do; the exit that it leads to.
  package static func exit(for error: any Error, config: String?) -> Exit {
    switch error {
    case let faults as ConfigProblems:
      let count = faults.list.count
      let file = fileName(config)
      StandardStream.error.show(
        faults.rendered(file: file).masked(by: masker(of: faults))
          + "\nandon: \(Format.count(count, "fault")) in \(file); nothing was run\n")
      return .configuration
    case let fault as CauseSources.CatalogError:
      let count = fault.faults.list.count
      StandardStream.error.show(
        fault.faults.rendered(file: fault.file)
          + "\nandon: \(Format.count(count, "fault")) in \(fault.file); nothing was run\n")
      return .configuration
    case let error as AndonError:
      say(error)
      return error.exit
    case let fault as HistoryError:
      say(
        AndonError(
          .usage, "the history cannot be used: \(fault.reason)",
          hint: "look at its rights, or name another one with --history"))
      return .usage
    default:
      let isName = (error as? SystemError)?.number == EILSEQ
      let hint =
        isName ? "use a folder whose path is UTF-8" : "report this as a fault of andon"
      let fault = AndonError(.internalFault, "\(error)", hint: hint)
      say(fault)
      return fault.exit
    }
  }

  /// What hides the secrets that a faulty file may quote.
  static func masker(of faults: ConfigProblems) -> Masker {
    // The surroundings were there a moment ago; without them the file's own secrets are known.
    let environment = (try? ProcessEnvironment())?.environment ?? []
    return Masker(hiding: Secrets.values(of: faults, environment))
  }

  private static func say(_ error: AndonError) {
    StandardStream.error.show("andon: error: \(error.message)\n  help: \(error.hint)\n")
  }

  // As the caller knows it: named, or found.
  private static func fileName(_ config: String?) -> String {
    if let config { return config }
    // The surroundings were there a moment ago; without them the usual name has to do.
    guard let surroundings = try? ProcessEnvironment(),
      let source = try? PipelineSource(config: nil, surroundings)
    else { return PipelineReader.searchedNames[0] }
    return source.path
  }
}
