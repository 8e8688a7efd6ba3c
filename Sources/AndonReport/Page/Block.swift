// What a page is made of, whoever reads it: Markdown and HTML are two writings of it.

/// A part of a page.
///
/// Texts are plain: what signs mean to a reader is the writer's to know.
enum Block: Equatable {
  /// A heading of a level from 1.
  case heading(Int, String)
  case paragraph(String)
  /// Names with their values.
  case fields([Field])
  case table(head: [String], rows: [[String]])
  case list([String])
  case steps([String])
  /// Lines as they were printed.
  case quote([String])

  /// A name with its value.
  struct Field: Equatable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}
