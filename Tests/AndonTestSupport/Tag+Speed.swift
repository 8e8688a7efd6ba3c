// The tags of tests, and the condition of `ci/check --fast`.

internal import AndonSystem
package import Testing

extension Tag {
  /// A test of processes, files and other programs, or of thousands of cases.
  @Tag package static var slow: Self
  /// A test that needs the right to make cgroups.
  @Tag package static var needsCgroup: Self
}

extension Trait where Self == ConditionTrait {
  /// Left out by `ci/check --fast`; for tests with the tag `slow`.
  package static var unlessFast: Self {
    .disabled(if: isFast, "ci/check --fast leaves out slow tests")
  }
}

private let isFast = (try? ProcessEnvironment())?.variable("ANDON_FAST")?.isEmpty == false
