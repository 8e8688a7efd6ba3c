// Reading small pipeline files.

import AndonConfig
import AndonModel

/// Reads small pipeline files.
enum Samples {
  /// The pipeline of a text.
  static func pipeline(_ text: String) throws(ConfigProblems) -> Pipeline {
    try PipelineReader.read(Array(text.utf8), file: "andon.yaml", folderName: "folder")
  }

  /// The faults of a text as `line:column message`.
  static func faults(_ text: String) -> [String] {
    faults(Array(text.utf8))
  }

  /// The faults of bytes as `line:column message`.
  static func faults(_ bytes: [UInt8]) -> [String] {
    do throws(ConfigProblems) {
      _ = try PipelineReader.read(bytes, file: "andon.yaml", folderName: "folder")
      return []
    } catch {
      return error.list.map { "\($0.line):\($0.column) \($0.message)" }
    }
  }
}
