// A test case of JUnit XML: its results are its children, or, in some dialects, its status alone.

internal import AndonModel
internal import AndonXML

/// A case whose results are being read.
struct JUnitCase {
  /// Its depth in the document.
  let depth: Int
  /// The line that it begins in.
  let line: Int
  /// Seconds; nil where none are stated.
  let time: Double?
  /// With that of its class; empty where it is not asked for.
  private(set) var name = ""
  /// The first line of what its failure says.
  private(set) var message: String?
  /// Whether it has an error.
  private(set) var hasError = false
  /// How many failures and errors it shows.
  private(set) var failures = 0
  /// How many runs of it failed before one passed.
  private(set) var flakyRuns = 0
  private var reruns = 0
  private var hasSkip = false
  private let statuses: [String]
  // The worst of those that attributes say.
  private let status: Status?

  /// Begins a case; its name is read where it `isNamed`.
  init(_ element: borrowing XMLStream, isNamed: Bool) {
    depth = element.depth
    line = element.line
    if isNamed {
      let parts = [element.attribute("classname"), element.attribute("name")]
      name = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    }
    time = element.attribute("time").flatMap { PrintedTime.seconds($0) }
    statuses = [element.attribute("status"), element.attribute("result")].compactMap { $0 }
    status = statuses.isEmpty ? nil : Status(worstOf: statuses)
  }

  /// Takes a child; false for one of no known kind.
  mutating func read(_ element: borrowing XMLStream) -> Bool {
    switch JUnitElement(element.name) {
    case .failure:
      failures += 1
      if element.isNamed("error") { hasError = true }
      if message == nil {
        message = element.attribute("message")?.split(whereSeparator: \.isNewline).first
          .map(String.init)
      }
    case .skip: hasSkip = true
    case .flaky: flakyRuns += 1
    case .rerun: reruns += 1
    case .other: break
    case .unknown: return false
    }
    return true
  }

  /// Whether it did not pass: a rerun that failed stands beside the failure, or for it.
  var isBroken: Bool { failures > 0 || reruns > 0 || status == .failed }
  /// Whether it was skipped.
  var isSkipped: Bool { !isBroken && hasSkip }
  /// Whether only its status says that it was not run.
  var isNotRun: Bool { !isBroken && !hasSkip && status == .notRun }
  /// The failures that headers may count.
  var shownFailures: Int { max(failures, isBroken ? 1 : 0) + flakyRuns + reruns }
  /// The runs that headers may count.
  var shownRuns: Int { 1 + flakyRuns + reruns }
  /// A status that says something unknown of a case without a result; nil for none.
  var unclearStatus: String? {
    guard !isBroken, !hasSkip else { return nil }
    return statuses.first { !$0.isEmpty && Status($0) == nil }
  }

  private enum Status {
    case passed
    case failed
    case notRun

    private static let words: [(Status, Set<String>)] = [
      (
        .passed,
        [
          "run", "completed", "passed", "pass", "success", "successful", "succeeded", "ok",
          "finished", "done", "executed", "true", "xpassed", "flaky", "fixed", "bpass",
        ]
      ),
      (
        .failed,
        [
          "fail", "failed", "failure", "error", "errors", "errored", "broken", "timeout",
          "timedout", "timed out", "aborted", "crashed", "crash", "ko", "false", "regression",
          "not ok", "killed",
        ]
      ),
      (
        .notRun,
        [
          "notrun", "not run", "disabled", "suppressed", "excluded", "skip", "skipped", "ignored",
          "ignore", "pending", "todo", "xfailed", "xfail", "bxfail", "bskip", "inconclusive",
        ]
      ),
    ]

    init?(worstOf texts: [String]) {
      let all = texts.compactMap(Status.init)
      guard let worst = [Status.failed, .notRun, .passed].first(where: all.contains) else {
        return nil
      }
      self = worst
    }

    init?(_ text: String) {
      let word = text.lowercased()
      guard let match = Self.words.first(where: { $0.1.contains(word) }) else { return nil }
      self = match.0
    }
  }
}

/// Kinds of elements below a case or a suite.
enum JUnitElement {
  case failure
  case skip
  /// A run that failed before one passed.
  case flaky
  /// A run that failed after the first one.
  case rerun
  /// Known, and not a result.
  case other
  case unknown

  private static let others: Set<String> = [
    "arguments", "assertions", "attachment", "attachments", "benchmark", "categories", "category",
    "comment", "comments", "description", "file", "files", "info", "link", "links", "log", "logs",
    "measurement", "measurements", "metadata", "output", "parameters", "properties", "property",
    "screenshot", "stderr", "stdout", "step", "steps", "system-err", "system-out", "tag", "tags",
    "trait", "traits", "warning", "warnings", "testcases",
  ]

  /// Sorts a name; one that is spelt as a failure is a failure.
  init(_ name: String) {
    let word = name.lowercased()
    if word == "flakyfailure" || word == "flakyerror" {
      self = .flaky
    } else if word == "rerunfailure" || word == "rerunerror" {
      self = .rerun
    } else if ["fail", "err", "broken", "exception", "crash", "timeout", "abort"]
      .contains(where: word.hasPrefix)
    {
      self = .failure
    } else if ["skip", "ignore", "disabled", "pending", "notrun"].contains(where: word.hasPrefix) {
      self = .skip
    } else {
      self = Self.others.contains(word) ? .other : .unknown
    }
  }
}
