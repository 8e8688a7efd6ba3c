// Which values must not be shown. Design, section 3, row "secrets".

package import AndonModel

/// Finds secrets by the names of their variables.
package enum Secrets {
  // A shorter value would take ordinary words out of every report; in characters.
  private static let shortest = 6

  /// The values of the variables that the pipeline masks and of those whose names say what they
  /// are, from andon's environment (`NAME=VALUE` words) and from every `env`, and each line of
  /// them.
  package static func values(of pipeline: Pipeline, _ environment: [[UInt8]]) -> [[UInt8]] {
    let variables = pipeline.environment + pipeline.stages.flatMap(\.environment)
    return values(pipeline.mask, variables, environment)
  }

  /// The same of a file that could not be read, as far as it could.
  package static func values(of faults: ConfigProblems, _ environment: [[UInt8]]) -> [[UInt8]] {
    values(faults.pipeline?.mask ?? [], faults.variables, environment)
  }

  private static func values(
    _ mask: [String], _ variables: [Variable], _ environment: [[UInt8]]
  ) -> [[UInt8]] {
    let named = Set(mask.map { Array($0.utf8) })
    var values: Set<[UInt8]> = []
    func look(_ name: [UInt8], _ value: [UInt8]) {
      guard named.contains(name) || isSecret(String(decoding: name, as: UTF8.self)) else { return }
      // What a file's last line end leaves at the end is not printed with the rest.
      let text = Array(value.reversed().drop { $0 == 0x0A || $0 == 0x0D }.reversed())
      for text in [text, inside(text), withLineEnds(text)] {
        // Of a key of several lines each line is one: what prints them may indent them.
        let lines = text.split { $0 == 0x0A || $0 == 0x0D }.map(trimmed)
        values.formUnion(([text] + lines).filter(isLong))
      }
    }
    for word in environment {
      let name = word.prefix { $0 != UInt8(ascii: "=") }
      look(Array(name), Array(word.dropFirst(name.count + 1)))
    }
    for variable in variables {
      look(Array(variable.name.utf8), Array(variable.value.utf8))
    }
    return Array(values)
  }

  // The value without its quotes, which a file of variables may have left around it.
  private static func inside(_ value: [UInt8]) -> [UInt8] {
    guard value.count > 2, let first = value.first, first == value.last, "\"'".utf8.contains(first)
    else { return value }
    return Array(value.dropFirst().dropLast())
  }

  // A key is often kept in one line, with `\n` for each line end.
  private static func withLineEnds(_ value: [UInt8]) -> [UInt8] {
    value.replacing([0x5C, 0x6E], with: [0x0A])
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
    let start = line.drop { $0 == 0x20 || $0 == 0x09 }
    return start.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
  }

  private static func isLong(_ value: [UInt8]) -> Bool {
    String(decoding: value, as: UTF8.self).unicodeScalars.count >= shortest
  }

  private static func isSecret(_ name: String) -> Bool {
    let name = name.uppercased()
    return name.contains("TOKEN") || name.contains("SECRET") || name.contains("PASSWORD")
      || name.hasSuffix("KEY")
  }
}
