import AndonModel
import Testing

@testable import AndonRun

@Suite("Environment") struct EnvironmentTests {
  @Test("a stage's variables go over andon's own, the later over the earlier")
  func order() {
    let own = Environment(["A=1", "AB=2", "PATH=/bin"].map { Array($0.utf8) })
    let words = own.words(over: [Variable("A", "3"), Variable("C", ""), Variable("A", "4=5")])
    #expect(
      words.map { String(decoding: $0, as: UTF8.self) } == ["AB=2", "PATH=/bin", "A=4=5", "C="])
  }
}
