// One line of OpenMetrics: name, labels, value, time, exemplar. OpenMetrics 1.0, "Overall
// Structure" (the ABNF). Says nothing of how lines go together.

/// A sample of OpenMetrics.
struct OpenMetricsLine {
  /// A label and its value.
  struct Label: Hashable {
    let name: String
    let value: String
  }

  /// Its name, without labels.
  let name: String
  /// Name and labels as they are written.
  let series: Substring
  /// Its labels.
  let labels: [Label]
  /// Its value.
  let value: Double
  /// Its value as it is written.
  let valueText: Substring
  /// Its time in seconds; nil where none is given.
  let time: Double?
  /// Whether an exemplar follows.
  let hasExemplar: Bool

  /// Reads a line; nil for one that breaks the format.
  init?(_ line: Substring) {
    var rest = line[...]
    guard let name = Self.name(&rest), let labels = Self.labels(&rest) else { return nil }
    self.name = name
    self.labels = labels
    series = line[..<rest.startIndex]
    guard Self.blank(&rest) else { return nil }
    valueText = rest.prefix { $0 != " " }
    rest = rest[valueText.endIndex...]
    guard let value = Self.number(valueText) else { return nil }
    self.value = value
    var time: Double?
    var hasExemplar = false
    if !rest.isEmpty, !rest.hasPrefix(" # ") {
      guard Self.blank(&rest), let number = Self.time(&rest) else { return nil }
      time = number
    }
    if !rest.isEmpty {
      guard rest.hasPrefix(" # {") else { return nil }
      rest = rest.dropFirst(3)
      guard let labels = Self.labels(&rest), Self.length(labels) <= 128, Self.blank(&rest) else {
        return nil
      }
      let text = rest.prefix { $0 != " " }
      rest = rest[text.endIndex...]
      guard Self.number(text) != nil else { return nil }
      if !rest.isEmpty, !Self.blank(&rest) || Self.time(&rest) == nil { return nil }
      hasExemplar = true
    }
    guard rest.isEmpty else { return nil }
    self.time = time
    self.hasExemplar = hasExemplar
  }

  /// The value of a label; nil where it is not there.
  subscript(label: String) -> String? { labels.first { $0.name == label }?.value }

  // [a-zA-Z_:][a-zA-Z0-9_:]*
  private static func name(_ rest: inout Substring) -> String? {
    let text = rest.prefix { isLetter($0) || $0 == ":" || $0.isASCII && $0.isNumber }
    guard let first = text.first, !first.isNumber else { return nil }
    rest = rest[text.endIndex...]
    return String(text)
  }

  /// Whether a text is the name of a metric.
  static func isName(_ text: Substring) -> Bool {
    var rest = text
    return name(&rest) != nil && rest.isEmpty
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character == "_")
  }

  private static func labels(_ rest: inout Substring) -> [Label]? {
    guard rest.first == "{" else { return [] }
    rest.removeFirst()
    var labels: [Label] = []
    while rest.first != "}" {
      if !labels.isEmpty {
        guard rest.first == "," else { return nil }
        rest.removeFirst()
      }
      let name = rest.prefix { isLetter($0) || $0.isASCII && $0.isNumber }
      guard let first = name.first, isLetter(first) else { return nil }
      rest = rest[name.endIndex...]
      guard rest.hasPrefix("=\""), let value = quoted(&rest) else { return nil }
      if labels.contains(where: { $0.name == name }) { return nil }
      labels.append(Label(name: String(name), value: value))
    }
    rest.removeFirst()
    return labels
  }

  private static func quoted(_ rest: inout Substring) -> String? {
    rest = rest.dropFirst(2)
    var value = ""
    var isEscaped = false
    while let character = rest.popFirst() {
      if isEscaped {
        value.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        return value
      } else {
        value.append(character)
      }
    }
    return nil
  }

  private static func blank(_ rest: inout Substring) -> Bool {
    guard rest.first == " " else { return false }
    rest.removeFirst()
    return true
  }

  private static func time(_ rest: inout Substring) -> Double? {
    let text = rest.prefix { $0 != " " }
    rest = rest[text.endIndex...]
    return number(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A number as the format writes it.
  static func number(_ text: Substring) -> Double? {
    switch text.lowercased() {
    case "nan": return .nan
    case "+inf", "inf", "+infinity", "infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default:
      let isPlain = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
      return isPlain ? Double(text) : nil
    }
  }

  // Of names and values together, in characters.
  private static func length(_ labels: [Label]) -> Int {
    labels.reduce(0) { $0 + $1.name.count + $1.value.count }
  }
}
