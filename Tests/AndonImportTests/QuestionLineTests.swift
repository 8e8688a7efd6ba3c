// Lines of `andon judge --jsonl`: what is read, and what is refused with its reason.

import AndonModel
import Testing

@testable import AndonImport

@Suite("Question lines") struct QuestionLineTests {
  private func read(_ text: String) -> QuestionLine { QuestionLine(Array(text.utf8)) }

  private func reason(_ text: String) -> String? {
    if case .unreadable(let reason) = read(text).content { reason } else { nil }
  }

  @Test("each kind is read, its members in any order, null as missing")
  func kinds() {
    let limit = read(
      #"{"limit":15,"series":[1,null,2.5],"kind":"static","id":"a","max_runs":5,"noise":0.1}"#)
    #expect(
      limit.content
        == .question(.limit(.init([1, nil, 2.5], limit: 15, maxRuns: 5, noise: 0.1))))
    #expect(limit.id == Array("\"a\"".utf8))
    var relative = RelativeQuestion(
      baseline: [[1, 2], [nil], []], head: [3], .init(margin: 0.1, .higher, alpha: 0.01))
    relative.unit = "ms"
    let text = """
      {"id":7,"kind":"relative","baseline":[[1,2],[null],[]],"series":[3],"margin":0.1,
      "direction":"higher","alpha":0.01,"unit":"ms","baseline_unit":null,"more":{"x":[1]}}
      """
    #expect(read(text).content == .question(.relative(relative)))
    #expect(
      read(#"{"kind":"paired","base":[1],"head":[2,3],"margin":0,"max_runs":12}"#).content
        == .question(
          .paired(.init(base: [1], head: [2, 3], .init(margin: 0), maxRuns: 12))))
    #expect(read(#"{"kind":"history","series":[]}"#).content == .question(.changes([])))
    #expect(
      read(#"{"kind":"family","p":[0.5,null],"q":0.1}"#).content
        == .question(.family([0.5, nil], q: 0.1)))
  }

  @Test("the id is given back as it was written, also when the rest makes no sense")
  func ids() {
    for id in ["12345678901234567890", "\"ä\\n\"", "[1, 2]", "null"] {
      #expect(read("{\"id\": \(id), \"kind\": \"what\"}").id == Array(id.utf8))
    }
    #expect(read("{\"id\":3,\"kind\":").id == Array("3".utf8))
    #expect(read("nonsense").id == Array("null".utf8))
  }

  @Test(
    "what makes no question is refused with its reason",
    arguments: [
      ("[]", "`{` is missing, at byte 0"),
      ("{}", "`kind` is missing"),
      (#"{"kind":"what"}"#, "kind `what` is not known"),
      (#"{"kind":"static","series":[1]}"#, "`limit` is missing"),
      (#"{"kind":"static","series":[1],"limit":null}"#, "`limit` is missing"),
      (#"{"kind":"static","series":["1"],"limit":1}"#, "no value begins here, at byte 27"),
      (#"{"kind":"static","series":[NaN],"limit":1}"#, "no value begins here, at byte 27"),
      (#"{"kind":"static","series":[1],"limit":1,"max_runs":0}"#, "`max_runs` is no number"),
      (#"{"kind":"static","series":[1],"limit":1,"max_runs":2.5}"#, "`max_runs` is no number"),
      (#"{"kind":"static","series":[1],"limit":1,"noise":-1}"#, "`noise` is below 0"),
      (#"{"kind":"static","series":[1],"limit":1,"direction":"up"}"#, "`direction` is neither"),
      (#"{"kind":"paired","base":[],"head":[],"margin":-0.1}"#, "`margin` is no part"),
      (
        #"{"kind":"paired","base":[],"head":[],"margin":1,"direction":"higher"}"#,
        "`margin` is no part"
      ),
      (#"{"kind":"paired","base":[],"head":[],"margin":0,"alpha":0.5}"#, "`alpha` is not below"),
      (#"{"kind":"family","p":[],"q":2}"#, "`q` is no probability"),
      (#"{"kind":"family","p":[]} {}"#, "something follows the value, at byte 25"),
    ])
  func refused(_ line: String, _ reason: String) {
    #expect(self.reason(line)?.hasPrefix(reason) == true, "\(self.reason(line) ?? "read")")
  }
}
