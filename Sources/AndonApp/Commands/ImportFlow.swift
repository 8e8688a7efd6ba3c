// `andon import`: files of other tools into measurements, shown as a table or as JSON.

internal import AndonImport
package import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText

/// The steps of `andon import`.
package enum ImportFlow {
  /// Reads and shows files: 0 when all of them were read to their end, 20 when one was not.
  package static func run(_ paths: [String], as format: ImportFormat?, asJSON: Bool) -> Int {
    let files = paths.map { read($0, as: format) }
    if asJSON {
      StandardStream.output.write(bytes: ImportDocument.write(files))
    } else {
      StandardStream.output.show(files.map(ImportTable.text).joined(separator: "\n"))
    }
    return files.allSatisfy { $0.state == .ok } ? 0 : Exit.verdict(.red, yellow: 0).code
  }

  /// Reads a file that the caller names; what cannot be opened is refused as well.
  private static func read(_ path: String, as format: ImportFormat?) -> ImportedFile {
    do throws(SystemError) {
      let pieces = try FilePieces(path)
      let file = ResultFiles.read(path, as: format, pieces.next)
      if let fault = pieces.fault { throw fault }
      return file
    } catch {
      return ResultFiles.refused(path, as: format, SystemError.text(of: error.number))
    }
  }
}
