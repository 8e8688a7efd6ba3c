// The formats that are XML, known by their root, read element by element.

internal import AndonModel
internal import AndonXML

/// A format that is XML, as it is being read.
protocol XMLFormat: SendableMetatype {
  /// Which one.
  static var format: ImportFormat { get }
  /// Whether a document with this root is of it.
  static func recognises(_ root: borrowing XMLStream) -> Bool
  /// Nothing read yet.
  init()
  /// Takes the next element, the root first.
  mutating func visit(_ element: borrowing XMLStream) throws(Refusal)
  /// Tells what was found.
  func emit(_ found: inout ParseResult) throws(Refusal)
  /// Ends where the document has a fault; whether what was read until then says something.
  mutating func cutShort() -> Bool
}

extension XMLFormat {
  mutating func cutShort() -> Bool { false }
}

extension XMLStream {
  /// The number that an attribute of the element holds; nil where it holds none.
  func number(_ name: StaticString) -> Double? {
    attribute(name).flatMap { PrintedNumber.read($0) }
  }
}

/// Who reads XML.
enum XMLFormats {
  private static let all: [any XMLFormat.Type] = [
    JUnit.self, Cobertura.self, Clover.self, JaCoCo.self, JMeterResults.self, Catch2.self,
    TRX.self, NUnit.self, XUnit.self, OpenCover.self,
  ]

  /// Reads a document out of its pieces.
  static func read(
    _ path: String, as format: ImportFormat?, _ next: @escaping () -> [UInt8]?
  ) -> ImportedFile {
    var stream = XMLStream(next)
    do throws(XMLError) {
      guard try stream.advance() else { return refused(path, format, "it holds no element") }
    } catch {
      return refused(path, format, words(error), line: error.line)
    }
    let reader = all.first { $0.recognises(stream) && (format == nil || $0.format == format) }
    guard let reader else {
      let reason =
        format.map { "it is not of the format `\($0.rawValue)`: its root is `\(stream.name)`" }
        ?? "it is XML of no format that andon knows: its root is `\(stream.name)`"
      return refused(path, format, reason)
    }
    return read(path, stream, reader)
  }

  private static func read<Format: XMLFormat>(
    _ path: String, _ document: consuming XMLStream, _ reader: Format.Type
  ) -> ImportedFile {
    var stream = document
    var format = Format()
    var found = ParseResult()
    var state = ImportedFile.State.ok
    var line: Int?
    do {
      repeat { try format.visit(stream) } while try stream.advance()
    } catch let error as XMLError {
      guard !error.isBehindRoot, format.cutShort() else {
        return refused(path, Format.format, words(error), line: error.line)
      }
      state = .recovered(reason: words(error))
      line = error.line
    } catch let refusal as Refusal {
      return refused(path, Format.format, refusal.reason, line: stream.line)
    } catch {
      preconditionFailure("nothing else is thrown while a document is read")
    }
    do throws(Refusal) {
      try format.emit(&found)
    } catch {
      return refused(path, Format.format, error.reason)
    }
    found.close()
    var file = ImportedFile(path: path, format: Format.format, state)
    file.measurements = found.measurements
    file.tests = found.tests
    file.coverage = found.coverage
    file.findings = found.findings
    file.line = line
    return file
  }

  private static func refused(
    _ path: String, _ format: ImportFormat?, _ reason: String, line: Int = 0
  ) -> ImportedFile {
    var file = ImportedFile(path: path, format: format, .refused(reason: reason))
    file.line = line > 0 ? line : nil
    return file
  }

  private static func words(_ error: XMLError) -> String {
    error.line > 0 ? "line \(error.line): \(error.message)" : error.message
  }
}
