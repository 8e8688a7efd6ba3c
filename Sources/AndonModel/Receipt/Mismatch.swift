// Where what lies there is not what a receipt says.

/// A file that is not what it was.
package struct Mismatch: Equatable, Sendable {
  /// Its name, as the receipt has it.
  package var name: String
  /// What is wrong with it.
  package var problem: String

  /// Joins a name with what is wrong.
  package init(_ name: String, _ problem: String) {
    self.name = name
    self.problem = problem
  }
}
