// Catalogues of causes: what is refused, with the place and what to do.

import AndonConfig
import AndonModel
import Testing

@Suite("Catalogues of causes") struct CatalogReaderTests {
  private func rule(_ keys: String) -> String {
    "version: 1\nclasses: [flux]\nrules:\n  - { \(keys) }\n"
  }

  private static let good = "id: a, class: flux, weight: 50, regex: 'flu+x', why: w, remedy: r"

  @Test("a project's catalogue may name classes of its own, and those of andon")
  func good() throws {
    let rules = try CatalogReader.read(Array(rule(Self.good).utf8))
    #expect(rules.map(\.id) == ["a"] && rules[0].kind == CauseClass(rawValue: "flux"))
    let known = Self.good.replacing("class: flux", with: "class: network")
    #expect(try CatalogReader.read(Array(rule(known).utf8)).first?.kind == .network)
    let examples = Self.good + ", positive: fluux, negative: flu"
    #expect(try CatalogReader.read(Array(rule(examples).utf8)).count == 1)
  }

  @Test(
    "each fault has its place",
    arguments: [
      ("version: 2\nrules: []\n", "1:10"), ("rules: []\n", "1:1"), ("", "1:1"),
      ("version: 1\nrules: x\n", "2:8"), ("version: 1\nrules: []\nmore: 1\n", "3:1"),
    ])
  func faults(text: String, place: String) {
    #expect(places(text).contains(place), "\(places(text))")
  }

  @Test(
    "each fault of a rule has its place",
    arguments: [
      ("regex: 'flu+x'", "regex: 'flu(x'"), ("class: flux", "class: fluxx"),
      ("weight: 50", "weight: 101"), ("weight: 50", "weight: much"), (", remedy: r", ""),
      ("why: w", "why: w, positive: none"), ("why: w", "why: w, negative: fluux"),
      ("why: w", "why: w, whatever: 1"),
    ])
  func ruleFaults(part: String, other: String) {
    let found = places(rule(Self.good.replacing(part, with: other)))
    #expect(found.count == 1 && found[0].hasPrefix("4:"), "\(found)")
  }

  @Test("two rules of one name are one too many")
  func twice() {
    let text = rule(Self.good) + "  - { \(Self.good) }\n"
    #expect(places(text) == ["5:11"])
  }

  private func places(_ text: String) -> [String] {
    do throws(ConfigProblems) {
      _ = try CatalogReader.read(Array(text.utf8))
      return []
    } catch {
      return error.list.map { "\($0.line):\($0.column)" }
    }
  }
}
