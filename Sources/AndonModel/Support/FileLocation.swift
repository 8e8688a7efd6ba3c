// Where something stands in a text, for those who have to go there.

/// Where something stands in the pipeline file.
///
/// Lines and columns count from 1, in characters.
package struct FileLocation: Equatable, Sendable {
  /// The file: relative to the repository, without one to the working folder.
  package var file: String
  /// The line, from 1.
  package var line: Int
  /// The column, from 1.
  package var column: Int

  /// Names a place.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}
