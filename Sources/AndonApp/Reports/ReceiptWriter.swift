// The receipt of a run: digests of all that it read, made and reported, made when all of it exists.

internal import AndonModel
internal import AndonReport
internal import AndonRun
internal import AndonSystem
internal import AndonText

/// Writes receipts.
struct ReceiptWriter {
  /// The files of the stages, as they were at their ends.
  let traces: [StageTraces]
  /// The pipeline file as the caller knows it; nil for a command given as arguments.
  let pipeline: String?
  let surroundings: ProcessEnvironment

  /// Writes the receipt of a run; the digest of its bytes.
  func write(
    _ record: RunRecord, to open: OpenReportDirectory, after previous: Receipt.Previous?,
    _ interruption: Interruption
  ) throws(SystemError) -> SHA256 {
    let reports = open.directory
    let place = name(open.place.path)
    var digests = FileDigests { interruption.signal != nil }
    func file(_ path: String) throws(SystemError) -> Receipt.File {
      let digest = try digests.digest(of: Array(path.utf8), in: reports)
      return .init("\(place)/\(path)", sha256: digest.text)
    }
    var receipt = Receipt(
      run: record.run.id, verdict: record.verdict, folder: place,
      record: try file(ReportFile.verdict.rawValue))
    for report in ReportFile.allCases.map(\.rawValue) + [JournalFile.name] {
      // One that could not be written is not there, and has been told of.
      guard report != ReportFile.verdict.rawValue, reports.hasFile(report) else { continue }
      receipt.reports.append(try file(report))
    }
    // Those that andon wrote; one that a stage has put another thing in the place of is not read.
    for log in traces.flatMap(\.logs).map(\.name).sorted() {
      if let digest = try? file(log) {
        receipt.logs.append(digest)
      } else {
        receipt.unread.append("\(place)/\(log)")
      }
    }
    if let pipeline, let digest = record.run.configSha256 {
      receipt.pipeline = .init(name(pipeline), sha256: digest)
    }
    addOutputs(to: &receipt)
    receipt.previous = previous
    let bytes = ReceiptFile.write(receipt, record)
    try reports.replace(ReceiptFile.name, with: bytes)
    return SHA256(of: bytes)
  }

  // Names count from the working folder, so that one command can check them all.
  private func name(_ path: String) -> String {
    let absolute = Paths.absolute(path, in: surroundings.folder)
    return Paths.relative(absolute, to: surroundings.folder) ?? absolute
  }

  // Each once, as the last stage that names it has left it.
  private func addOutputs(to receipt: inout Receipt) {
    var seen: Set<String> = []
    for trace in traces.reversed() {
      for entry in trace.outputs?.entries ?? [] {
        let name = TraceCheck.name(entry.path, of: trace, surroundings.folder)
        guard seen.insert(name).inserted else { continue }
        switch entry.content {
        case .file(let sha256, _): receipt.outputs.append(.init(name, sha256: sha256))
        case .link(let target): receipt.links.append(.init(name, target: PathName.text(target)))
        case .unread: receipt.unread.append(name)
        }
      }
    }
    receipt.outputs.sort { $0.name < $1.name }
    receipt.links.sort { $0.name < $1.name }
    receipt.unread.sort()
  }
}
