// The reports and the receipt of a finished run. This step alone may add that one of them could not
// be written, and it returns record and exit code as one value, so that they agree.

internal import AndonModel
internal import AndonReport
internal import AndonSystem

/// Writes the files of a finished run.
struct ReportWriter {
  /// A run as its reports show it.
  struct Written {
    /// The record; its exit code is that of `exit`, unless it is the report of an earlier run.
    let record: RunRecord
    let exit: Exit
    /// The digest of the receipt; nil if there is none.
    var receipt: SHA256?
  }

  let folder: ReportFolder
  let claim: FolderLock
  let receipts: ReceiptKeeping
  let interruption: Interruption

  /// Writes reports and receipt, and reads the reports back.
  ///
  /// A receipt that cannot be written is a finding; the reports are written again to state it. A
  /// signal that arrives meanwhile leaves provisional reports.
  func write(_ end: Conclusion, after previous: Receipt.Previous?) -> Written {
    // A stage may have lowered it.
    LinuxMachine.restoreFileSizeLimit()
    var written = folder.publish(end.record, end.exit, into: claim, interruption)
    // A link that appeared during the run leads to files that are not andon's.
    if claim.state != .linked, interruption.signal == nil {
      do throws(SystemError) {
        written.receipt = try receipts.write(
          written.record, claim.directory, after: previous, interruption)
      } catch {
        var record = written.record
        record.note("\(ReceiptFile.name): \(error)")
        let exit = ReportFolder.graver(written.exit, .resultsNotWritten)
        record.exitCode = exit.code
        written = folder.publish(record, exit, into: claim, interruption)
      }
    }
    guard let signal = interruption.signal else { return written }
    return folder.abandon(written, by: UnixSignal(signal), claim)
  }
}

extension RunRecord {
  /// Adds that a file of the run could not be written.
  mutating func note(_ fault: String) {
    var finding = Finding(.reportFailure, .notice, .error, fault)
    finding.id = "f\(findings.count + 1)"
    findings.append(finding)
  }
}
