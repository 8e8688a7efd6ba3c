// `andon explain`: why something is red. Of a log from elsewhere, what its lines speak for.

internal import AndonConfig
internal import AndonJudge
internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// The steps of `andon explain`.
package enum ExplainFlow {
  // Enough for the last lines of a log.
  private static let tailBytes = 4096

  /// Explains an objective, a stage, a finding or a cause of a run; the exit code.
  package static func row(_ id: String, from path: String, asJSON: Bool) -> Int {
    do {
      let record = try ReportFlow.read(.verdict(path), try ProcessEnvironment())
      guard let text = CauseText.explanation(id, in: record) else {
        throw AndonError(
          .usage, "\(path) knows no `\(id)`",
          hint: "name an objective, a stage, a finding (f1) or a cause (c1) of it")
      }
      if asJSON {
        let causes = record.causes.filter { cause in
          cause.id == id || cause.stage?.text == id || cause.objectives.contains(id)
        }
        StandardStream.output.write(bytes: ExplainDocument.write(causes))
      } else {
        StandardStream.output.show(text)
      }
      return 0
    } catch {
      return ErrorReporter.exit(for: error, config: nil).code
    }
  }

  /// Explains a log from elsewhere; the exit code.
  package static func log(_ path: String, exitCode: Int?, asJSON: Bool) -> Int {
    let rules = CatalogReader.builtIn()
    var scanner = CauseScanner(CauseSearch(rules))
    var tail: [UInt8] = []
    do throws(SystemError) {
      let pieces = try FilePieces(path)
      while let piece = pieces.next() {
        scanner.feed(piece.span)
        tail = Array((tail + piece.suffix(tailBytes)).suffix(tailBytes))
      }
      if let fault = pieces.fault { throw fault }
    } catch {
      let fault = AndonError(.usage, error.description, hint: "name a log that can be read")
      return ErrorReporter.exit(for: fault, config: nil).code
    }
    scanner.finish()
    // A log of a CI system holds what that system did not hide.
    let environment = (try? ProcessEnvironment())?.environment ?? []
    let masker = Masker(hiding: Secrets.values(of: Pipeline(name: ""), environment))
    let reading = scanner.reading(log: SafeText.line(path)) { SafeText.line(masker.masked($0)) }
    // The last lines are what a log from elsewhere has for an exit code.
    let causes = LogWeighing.causes(
      in: reading, exitCode: exitCode ?? (LogEnding.isGood(tail) ? 0 : nil))
    if asJSON {
      StandardStream.output.write(bytes: ExplainDocument.write(causes))
    } else {
      StandardStream.output.show(CauseText.log(causes, reading))
    }
    return 0
  }
}
