// What a report says has become of an objective.

/// The answer that a report gives.
enum ClaimedStatus: String, CaseIterable {
  case pass
  case warn
  case fail
  case unknown

  private static let words: [String: ClaimedStatus] = [
    "pass": .pass, "passed": .pass, "passing": .pass, "passes": .pass, "met": .pass, "ok": .pass,
    "green": .pass, "compliant": .pass, "warn": .warn, "warning": .warn, "warnings": .warn,
    "warned": .warn, "yellow": .warn, "fail": .fail, "failed": .fail, "failing": .fail,
    "fails": .fail, "failure": .fail, "failures": .fail, "missed": .fail, "violated": .fail,
    "violation": .fail, "violations": .fail, "breached": .fail, "red": .fail, "unknown": .unknown,
    "unknowns": .unknown, "unmeasured": .unknown, "unjudged": .unknown,
  ]
  private static let signs: [Character: ClaimedStatus] = [
    "✅": .pass, "🟢": .pass, "✓": .pass, "✔": .pass, "🟡": .warn, "⚠": .warn, "🔴": .fail,
    "❌": .fail, "✗": .fail, "✘": .fail, "⚪": .unknown, "❓": .unknown, "?": .unknown,
  ]

  /// The answer that a word gives; nil for any other word.
  init?(word: String) {
    guard let status = Self.words[word] else { return nil }
    self = status
  }

  /// The answer of a cell or a line about one objective; words count more than signs.
  init?(_ text: some StringProtocol) {
    let words = ClaimWords(text).words
    for (index, word) in words.enumerated() {
      guard let letters = word.letters, let status = ClaimedStatus(word: letters) else { continue }
      let isDenied = index > 0 && words[index - 1] == .word("not")
      self = isDenied && status == .pass ? .fail : status
      return
    }
    // A sign with a mark of its own is one character as well.
    let signs = text.compactMap { character in
      Self.signs[character] ?? character.unicodeScalars.first.flatMap { Self.signs[Character($0)] }
    }
    guard let first = signs.first else { return nil }
    self = first
  }

  /// As reports write it.
  var text: String { rawValue.uppercased() }
}
