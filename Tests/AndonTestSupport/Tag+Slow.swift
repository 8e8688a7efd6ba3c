// The tag of tests that take a minute and more.

package import Testing

extension Tag {
  /// A test that takes a minute and more.
  @Tag package static var slow: Self
}
