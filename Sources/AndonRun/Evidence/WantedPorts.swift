// The ports that a log says are taken: what stands behind a colon, or behind the word. Pure.

internal import AndonModel

/// Looks for numbers of ports.
enum WantedPorts {
  /// Those of lines that tell of taken ports; of the lines around them where these name none.
  static func of(_ reading: LogDiagnosis) -> [Int] {
    var ports: [Int] = []
    for hit in reading.logMatches where hit.rule.kind == .portConflict {
      let around = hit.after + hit.before.reversed()
      let line = ([hit.text] + around).lazy.map(numbers).first { !$0.isEmpty }
      for port in line ?? [] where !ports.contains(port) { ports.append(port) }
    }
    return ports
  }

  // Times, addresses, and places in files are none: `:42Z`, `:10.0.0.1`, `:17:3`.
  private static func numbers(_ line: String) -> [Int] {
    let bytes = Array(line.lowercased().utf8)
    var found: [Int] = []
    var place = 0
    while let start = bytes[place...].firstIndex(where: isDigit) {
      let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
      place = end
      let before = bytes[..<start].reversed().drop { $0 == UInt8(ascii: " ") }
      let isNamed = marks.contains { before.starts(with: $0) }
      guard isNamed, !isPart(bytes[..<start]), !goesOn(bytes[end...]),
        let number = Int(String(decoding: bytes[start..<end], as: UTF8.self)),
        (1...65535).contains(number)
      else { continue }
      found.append(number)
    }
    return found
  }

  private static let marks = [":", "port", "port="].map { Array($0.utf8.reversed()) }

  // `17:` behind another colon.
  private static func isPart(_ before: ArraySlice<UInt8>) -> Bool {
    guard before.last == UInt8(ascii: ":"), before.dropLast().last.map(isDigit) == true else {
      return false
    }
    return before.dropLast().last { !isDigit($0) } == UInt8(ascii: ":")
  }

  private static func goesOn(_ after: ArraySlice<UInt8>) -> Bool {
    guard let byte = after.first else { return false }
    if byte == UInt8(ascii: ":") { return after.dropFirst().first.map(isDigit) ?? false }
    return byte == UInt8(ascii: ".") || Unicode.Scalar(byte).properties.isAlphabetic
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
