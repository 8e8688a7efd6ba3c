// What a report says has become of an objective.

/// The answer that a report gives.
enum ClaimedStatus: String, CaseIterable {
  case pass
  case warn
  case fail
  case unknown

  private static let words: [String: ClaimedStatus] = [
    "pass": .pass, "passed": .pass, "passing": .pass, "passes": .pass, "met": .pass, "ok": .pass,
    "green": .pass, "compliant": .pass, "kept": .pass, "erfüllt": .pass, "bestanden": .pass,
    "erreicht": .pass, "success": .pass, "successful": .pass, "succeeded": .pass,
    "achieved": .pass, "reached": .pass, "warn": .warn, "warning": .warn, "warnings": .warn,
    "warned": .warn,
    "yellow": .warn, "fail": .fail, "failed": .fail, "failing": .fail, "fails": .fail,
    "failure": .fail, "failures": .fail, "missed": .fail, "violated": .fail, "violation": .fail,
    "violations": .fail, "breached": .fail, "broken": .fail, "nok": .fail, "red": .fail,
    "verfehlt": .fail, "unknown": .unknown, "unknowns": .unknown, "unmeasured": .unknown,
    "unjudged": .unknown, "unbekannt": .unknown,
  ]
  private static let signs: [Character: ClaimedStatus] = [
    "✅": .pass, "🟢": .pass, "✓": .pass, "✔": .pass, "☑": .pass, "👍": .pass, "🆗": .pass,
    "🟩": .pass, "🟡": .warn, "🟠": .warn, "🟨": .warn, "⚠": .warn, "🔴": .fail, "🟥": .fail,
    "❌": .fail, "✗": .fail, "✘": .fail, "✖": .fail, "☒": .fail, "👎": .fail, "🚫": .fail,
    "⛔": .fail, "⚪": .unknown, "❓": .unknown, "❔": .unknown, "?": .unknown,
  ]
  // Short names of signs, as GitHub and GitLab have them, and check boxes.
  private static let marks: [(text: String, status: ClaimedStatus)] = [
    (":white_check_mark:", .pass), (":heavy_check_mark:", .pass),
    (":ballot_box_with_check:", .pass), (":green_circle:", .pass), (":large_green_circle:", .pass),
    (":green_square:", .pass), (":thumbsup:", .pass), (":+1:", .pass), (":ok:", .pass),
    ("[x]", .pass), (":warning:", .warn), (":yellow_circle:", .warn), (":orange_circle:", .warn),
    (":x:", .fail), (":red_circle:", .fail), (":red_square:", .fail), (":thumbsdown:", .fail),
    (":-1:", .fail), (":no_entry:", .fail), (":no_entry_sign:", .fail),
    (":heavy_multiplication_x:", .fail), (":negative_squared_cross_mark:", .fail),
    (":question:", .unknown), (":grey_question:", .unknown), (":white_circle:", .unknown),
  ]
  // What was so once is so no more.
  private static let past: Set<String> = ["was", "formerly", "previously", "earlier", "before"]

  /// The answer that a word gives; nil for any other word.
  init?(word: String) {
    guard let status = Self.words[word] else { return nil }
    self = status
  }

  /// The answer of a cell or a line about one objective: its words, then a sign.
  init?(_ text: some StringProtocol) {
    let lower = text.lowercased()
    if let mark = Self.marks.first(where: { lower.contains($0.text) }) {
      self = mark.status
      return
    }
    let words = ClaimWords(text)
    let sign = Self.sign(in: text)
    for (index, word) in words.words.enumerated() {
      guard let letters = word.letters, let status = ClaimedStatus(word: letters) else { continue }
      // `0 failures`.
      if index > 0, words.words[index - 1].number == 0, status == .fail {
        self = .pass
        return
      }
      let isPast = index > 0 && words.words[index - 1].letters.map(Self.past.contains) == true
      if isPast { continue }
      guard words.isDenied(at: index) else {
        self = status
        return
      }
      // `no violation` keeps a limit, `not met` and `no pass` break it.
      switch status {
      case .pass: self = .fail
      case .fail: self = .pass
      case .warn, .unknown: continue
      }
      return
    }
    guard let sign else { return nil }
    self = sign
  }

  // A sign with a mark of its own is one character as well.
  private static func sign(in text: some StringProtocol) -> ClaimedStatus? {
    text.lazy.compactMap { character in
      signs[character] ?? character.unicodeScalars.first.flatMap { signs[Character($0)] }
    }.first
  }

  /// As reports write it.
  var text: String { rawValue.uppercased() }
}
