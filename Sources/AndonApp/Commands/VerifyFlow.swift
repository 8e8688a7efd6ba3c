// `andon verify`: a receipt against what lies there now. Everything is read again; nothing is taken
// from the receipt but names and digests.

internal import AndonModel
internal import AndonReport
internal import AndonSystem
internal import AndonText
internal import Glibc

/// The steps of `andon verify`.
package enum VerifyFlow {
  // A longer file is no receipt; in bytes.
  private static let largest = 1 << 28
  // A longer file is none of the reports.
  private static let maxReportSize = 1 << 32

  /// Compares, and tells each mismatch: 20 with some, 30 where files were never read, else 0.
  package static func run(_ name: String?, root: String?, asJSON: Bool) -> Int {
    do {
      let surroundings = try ProcessEnvironment()
      let folder = name ?? Pipeline.defaultReportFolder
      let (receipt, bytes) = try read(Paths.absolute(folder, in: surroundings.folder), folder)
      let places = Places(
        receipt, folder: Paths.absolute(folder, in: surroundings.folder),
        root: Paths.absolute(root ?? ".", in: surroundings.folder))
      let found = mismatches(receipt, places) + contradictions(receipt, bytes, places)
      let name = "\(folder)/\(ReceiptFile.name)"
      if asJSON {
        StandardStream.output.write(bytes: VerifyDocument.write(name, receipt, found))
      } else {
        StandardStream.output.show(VerifyText.write(name, receipt, found))
      }
      let verdict: Verdict =
        found.isEmpty ? (receipt.unread.isEmpty ? .green : .unknown) : .red
      return Exit.verdict(verdict, yellow: 0).code
    } catch {
      return ErrorReporter.exit(for: error, config: nil).code
    }
  }

  private static func read(
    _ path: String, _ name: String
  ) throws(AndonError) -> (receipt: Receipt, bytes: [UInt8]) {
    let hint = "name the report folder of a run"
    do {
      let bytes = try Files.read("\(path)/\(ReceiptFile.name)", limit: largest)
      return (try ReceiptFile.read(bytes), bytes)
    } catch let error as SystemError {
      throw AndonError(.configuration, error.description, hint: hint)
    } catch let fault as VerdictFile.StoredFormatError {
      throw AndonError(
        .configuration, "\(name)/\(ReceiptFile.name): \(fault.message)", hint: hint)
    } catch {
      preconditionFailure("a receipt can only not be read, or be none")
    }
  }

  // Where the files of a receipt lie now: its report folder may have been moved.
  private struct Places {
    private let prefix: String
    private let folder: String
    private let root: String

    // Whether a file of that name is written by andon itself.
    func isReport(_ name: String) -> Bool {
      name.hasPrefix(prefix) && !name.hasPrefix(prefix + "logs/")
    }

    init(_ receipt: Receipt, folder: String, root: String) {
      prefix = receipt.folder + "/"
      self.folder = folder
      self.root = root
    }

    // The directory of a file, and its name there. Below the folder that names count from, no link
    // may lead out of that.
    func place(_ name: String) throws(SystemError) -> (Directory, [UInt8]) {
      if name.hasPrefix(prefix) {
        let inner = PathName.bytes(String(name.dropFirst(prefix.count)))
        return try Directory(folder).parent(of: inner, links: .inside)
      }
      let path = PathName.bytes(name)
      if path.first == 0x2F {
        return try Directory("/").parent(of: Array(path.dropFirst()), links: .inside)
      }
      return try Directory(root).parent(of: path, links: .inside)
    }
  }

  private static func mismatches(_ receipt: Receipt, _ places: Places) -> [Mismatch] {
    var digests = FileDigests()
    var found: [Mismatch] = []
    for file in receipt.files {
      do throws(SystemError) {
        let (directory, path) = try places.place(file.name)
        let isPipeline = file.name == receipt.pipeline?.name
        let digest = try digests.digest(
          of: path, in: directory, links: isPipeline ? .inside : .refused,
          limit: places.isReport(file.name) ? maxReportSize : .max)
        if digest.text != file.sha256 { found.append(Mismatch(file.name, "its bytes are others")) }
      } catch {
        found.append(Mismatch(file.name, problem(error)))
      }
    }
    for link in receipt.links {
      guard let (directory, path) = try? places.place(link.name),
        let target = directory.target(of: path)
      else {
        found.append(Mismatch(link.name, "it is missing, or no link any more"))
        continue
      }
      if PathName.text(target) != link.target {
        found.append(Mismatch(link.name, "it leads somewhere else"))
      }
    }
    return found
  }

  private static func problem(_ error: SystemError) -> String {
    switch error.number {
    case ENOENT, ENOTDIR: "it is missing"
    case ELOOP: "it is a link now"
    case EINVAL, EISDIR: "it is no file any more"
    default: SystemError.text(of: error.number)
    }
  }

  // All that a receipt says beside digests is said by the record as well.
  private static func contradictions(
    _ receipt: Receipt, _ bytes: [UInt8], _ places: Places
  ) -> [Mismatch] {
    guard let (directory, path) = try? places.place(receipt.record.name),
      let text = try? directory.read(String(decoding: path, as: UTF8.self), limit: largest).bytes,
      let record = try? VerdictFile.read(text)
    else {
      return [Mismatch(receipt.record.name, "it is no record of a run")]
    }
    return ReceiptFile.write(receipt, record) == bytes
      ? [] : [Mismatch(ReceiptFile.name, "it does not say what \(receipt.record.name) says")]
  }
}
