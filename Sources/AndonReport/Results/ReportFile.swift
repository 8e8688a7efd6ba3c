// The files of a run: what each is called, how it is written, what is counted again when it is read
// back. All but the logs are projections of the run record.

package import AndonModel
internal import AndonText
internal import AndonXML

/// One file of a report folder.
package enum ReportFile: String, CaseIterable, Sendable {
  case verdict = "verdict.json"
  case junit = "junit.xml"
  case sarif = "verdict.sarif"
  case upload = "upload.sarif"
  case codeQuality = "codequality.json"
  case metrics = "metrics.txt"
  case summary = "summary.md"
  case report = "report.md"
  case page = "report.html"
  case status = "github-status.json"
  case checkRun = "github-check.json"

  /// Why a file cannot be written, or is not what the run record says.
  package struct ReportFileError: Error, Equatable, Sendable {
    /// What is wrong.
    package let message: String

    /// Says what is wrong.
    package init(message: String) { self.message = message }
  }

  /// The file's bytes.
  package func write(
    _ record: RunRecord, _ profile: JUnitProfile = .standard
  ) throws(ReportFileError) -> [UInt8] {
    let collected = Collected()
    try write(record, profile) { collected.bytes += $0 }
    return collected.bytes
  }

  private final class Collected { var bytes: [UInt8] = [] }

  /// Hands on the file's bytes in pieces.
  package func write(
    _ record: RunRecord, _ profile: JUnitProfile = .standard,
    to sink: @escaping ([UInt8]) -> Void
  ) throws(ReportFileError) {
    switch self {
    case .verdict: VerdictFile.write(record, to: sink)
    case .sarif: SARIFFile.write(record, .all, to: sink)
    case .upload: SARIFFile.write(record, .upload, to: sink)
    case .codeQuality: CodeQualityFile.write(record, to: sink)
    case .metrics: sink(Array(MetricsFile.write(record).utf8))
    case .summary: sink(Array(SummaryReport.write(record).utf8))
    case .report: sink(Array(MarkdownPage.write(ReportBlocks.blocks(of: record)).content.utf8))
    case .page: sink(Array(WebPage.write(ReportBlocks.blocks(of: record)).content.utf8))
    case .status: StatusFile.write(record, to: sink)
    case .checkRun: CheckRunFile.write(record, to: sink)
    case .junit:
      do throws(XMLError) {
        try JUnitFile.write(JUnitDocument(of: record, profile), to: sink)
      } catch {
        throw ReportFileError(message: error.message)
      }
    }
  }

  /// Counts again what readers of the file count, and compares with what the run record says; of a
  /// file that is only looked at there is nothing to count.
  package func recount(_ bytes: [UInt8], against record: RunRecord) throws(ReportFileError) {
    switch self {
    case .verdict:
      do throws(VerdictFile.StoredFormatError) {
        try VerdictFile.compare(bytes, with: record)
      } catch {
        throw ReportFileError(message: error.message)
      }
    case .junit: try recountJUnit(bytes, record)
    case .sarif: try recountSARIF(bytes, record, .all)
    case .upload: try recountSARIF(bytes, record, .upload)
    case .codeQuality, .metrics, .summary, .report, .page, .status, .checkRun: break
    }
  }

  private func recountJUnit(_ bytes: [UInt8], _ record: RunRecord) throws(ReportFileError) {
    do throws(XMLError) {
      let counts = try JUnitFile.count(bytes)
      if counts != JUnitDocument(of: record).counts {
        throw XMLError("its counts are not those of the run record")
      }
    } catch {
      throw ReportFileError(message: "line \(error.line): \(error.message)")
    }
  }

  private func recountSARIF(
    _ bytes: [UInt8], _ record: RunRecord, _ selection: SARIFSelection
  ) throws(ReportFileError) {
    if SARIFFile.count(bytes) != SARIFFile.expectedCount(record, selection) {
      throw ReportFileError(message: "its results are not those of the run record")
    }
  }
}
