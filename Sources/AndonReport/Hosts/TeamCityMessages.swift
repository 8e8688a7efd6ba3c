// Service messages of TeamCity: one a line, values in single quotes, escaped with a bar.
// TeamCity's documentation, "Service messages".

internal import AndonModel
internal import AndonText

/// Writes what TeamCity's agent reads.
enum TeamCityMessages {
  private static let maxDescriptionLength = 4000
  private static let maxFigures = 1000

  /// A build problem for an error, a line of the log with its status for anything else.
  ///
  /// A build problem fails the build: a verdict that does not stop the line has none.
  static func problem(_ problem: ReportResult, of verdict: Verdict) -> String {
    let text = escaped(SafeText.cut(problem.message, toBytes: maxDescriptionLength))
    switch problem.weight {
    case .error where verdict == .red || verdict == .unknown:
      return "##teamcity[buildProblem description='\(text)' identity='\(identity(problem))']\n"
    case .error, .warning: return "##teamcity[message text='\(text)' status='WARNING']\n"
    case .note, .some(.none), nil:
      return "##teamcity[message text='\(text)' status='NORMAL']\n"
    }
  }

  /// Figures for charts; a bound is no figure.
  static func figures(_ record: RunRecord) -> String {
    let rows = record.stages.flatMap { stage in
      stage.indicators.rows.compactMap { row -> (name: String, value: Double)? in
        guard case .exact(let value) = row.quantity.reading, value.isFinite else { return nil }
        return ("andon.\(stage.id).\(row.name)", value)
      }
    }
    let lines = rows.prefix(maxFigures).map { row in
      "##teamcity[buildStatisticValue key='\(escaped(row.name))' "
        + "value='\(Format.fixed(row.value, 6))']\n"
    }
    let rest = rows.count - lines.count
    let more =
      rest == 0
      ? "" : "##teamcity[message text='and \(rest) more figures in verdict.json' status='NORMAL']\n"
    return lines.joined() + more
  }

  // At most 60 characters, as of an identifier of Java: FNV-1a over what the problem is about.
  private static func identity(_ problem: ReportResult) -> String {
    let hash = problem.identity.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return "andon_\(problem.code.rawValue)_\(String(hash, radix: 16))"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'", "|", "[", "]": result += "|\(scalar)"
      case "\n": result += "|n"
      case "\r": result += "|r"
      case _ where scalar.value > 126:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "|0x" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
