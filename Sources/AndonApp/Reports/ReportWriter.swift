// The reports and the receipt of a finished run. This step alone may add that a file could not be
// written; it returns record and exit as one value, so that they agree.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Writes the files of a finished run.
struct ReportWriter {
  let reports: OpenReportDirectory
  let receipts: ReceiptWriter
  let interruption: Interruption

  /// Writes reports and receipt, and reads the reports back; the run with the problems of that, and
  /// the digest of the receipt (nil if there is none).
  ///
  /// A receipt that cannot be written is a finding; the reports are written again to state it. A
  /// signal that arrives meanwhile leaves placeholders.
  func write(_ finished: FinishedRun, after previous: Receipt.Previous?) -> (FinishedRun, SHA256?) {
    // A stage may have lowered it.
    LinuxMachine.restoreFileSizeLimit()
    var written = reports.publish(finished, interruption)
    var receipt: SHA256?
    // A link that appeared during the run leads to files that are not andon's.
    if !reports.isLinked, interruption.signal == nil {
      do throws(SystemError) {
        receipt = try receipts.write(
          written.record, to: reports, after: previous, interruption)
      } catch {
        written.add(unwritten: "\(ReceiptFile.name): \(error)", .resultsNotWritten)
        written = reports.publish(written, interruption)
      }
    }
    guard let signal = interruption.signal else { return (written, receipt) }
    return (reports.abandon(written, by: UnixSignal(signal)), nil)
  }
}
