// A catalog of causes, made ready for searching.

package import AndonModel
internal import AndonText

/// Gives the rules of a catalog.
package protocol LogPatternSource {
  /// The rules, whose patterns have been checked.
  func rules() -> [LogPattern]
}

/// A catalog for searching; shared by all logs of a run.
///
/// A class, since rules are read and patterns compiled when they are first needed: a run that
/// prints nothing needs none. Used by one thread at a time.
package final class CauseSearch {
  private let source: any LogPatternSource
  private lazy var prepared = Prepared(source.rules())

  private struct Prepared {
    let rules: [LogPattern]
    var patterns: [Pattern?]
    let filter: LiteralFilter
    // Rules without a literal that their lines must hold: tried on every line.
    let unfiltered: [Int]

    init(_ rules: [LogPattern]) {
      self.rules = rules
      patterns = Array(repeating: nil, count: rules.count)
      var literals: [(bytes: [UInt8], owner: Int)] = []
      var unfiltered: [Int] = []
      for (index, rule) in rules.enumerated() {
        let set = RequiredLiterals.of(rule.regex) ?? []
        if set.isEmpty || set.contains(where: { $0.count < LiteralFilter.shortest }) {
          unfiltered.append(index)
        } else {
          literals += set.map { ($0, index) }
        }
      }
      filter = LiteralFilter(literals)
      self.unfiltered = unfiltered
    }
  }

  /// A search for the rules of a source.
  package init(_ source: any LogPatternSource) { self.source = source }

  var rules: [LogPattern] { prepared.rules }
  var filter: LiteralFilter { prepared.filter }
  var unfiltered: [Int] { prepared.unfiltered }

  /// The ids of the rules that are tried on every line.
  package var slowRules: [String] { unfiltered.map { rules[$0].id } }

  func pattern(_ rule: Int) -> Pattern {
    if let known = prepared.patterns[rule] { return known }
    guard let pattern = try? Pattern(rules[rule].regex) else {
      preconditionFailure("a pattern that was read cannot be compiled")
    }
    prepared.patterns[rule] = pattern
    return pattern
  }
}

extension [LogPattern]: LogPatternSource {
  /// These rules.
  package func rules() -> [LogPattern] { self }
}
