// `andon judge --jsonl` as a program uses it.

import AndonTestSupport
import Testing

@Suite("andon judge --jsonl") struct JudgeStreamTests {
  private func answers(_ lines: [String]) throws -> [String] {
    let folder = try TemporaryDirectory()
    try folder.write("in", lines.joined(separator: "\n"))
    let end = try Child.run(
      ["sh", "-c", "exec '\(try Built.andon())' judge --jsonl < in"], in: folder.path)
    #expect(end.exitCode == 0 && end.error.isEmpty)
    return end.output.split(separator: "\n").map(String.init)
  }

  @Test("every line is answered in its order, also behind one that cannot be read")
  func lines() throws {
    let answers = try answers([
      #"{"id":1,"kind":"static","series":[14.2,15.6,14.1,14.8,14.9],"limit":15}"#,
      "{broken",
      "",
      String(repeating: "x", count: (16 << 20) + 1),
      #"{"id":"c","kind":"history","series":[1,1,1,null,2,2,2]}"#,
      #"{"id":"f","kind":"family","p":[0.01,null,0.04],"q":0.05}"#,
      #"{"id":null,"kind":"relative","baseline":[],"series":[1],"margin":0.1}"#,
    ])
    try #require(answers.count == 6)
    #expect(
      answers[0]
        == #"{"id":1,"decision":"pass","p":0.96875,"estimate":14.8,"ci":[14.1,15.6],"runs":5,"#
        + #""minimumDetectableChange":null}"#)
    #expect(answers[1] == #"{"id":null,"error":"`\"` is missing, at byte 1"}"#)
    #expect(answers[2] == #"{"id":null,"error":"the line is too long"}"#)
    #expect(answers[3] == #"{"id":"c","change_points":[4]}"#)
    #expect(answers[4] == #"{"id":"f","rejected":[0,2]}"#)
    #expect(
      answers[5]
        == #"{"id":null,"decision":"inconclusive","p":null,"estimate":null,"ci":[null,null],"#
        + #""runs":1,"reason":"too-few","minimumDetectableChange":null}"#)
  }

  @Test("who waits for the answer to one line before the next gets it")
  func conversation() throws {
    let talk = """
      coproc A { exec '\(try Built.andon())' judge --jsonl; }
      for number in 1 2 3; do
        echo "{\\"id\\":$number,\\"kind\\":\\"history\\",\\"series\\":[]}" >&"${A[1]}"
        read -r -t 60 line <&"${A[0]}" && echo "$line"
      done
      """
    let end = try Child.run(["bash", "-c", talk], in: "/")
    #expect(end.output == (1...3).map { "{\"id\":\($0),\"change_points\":[]}\n" }.joined())
  }

  @Test("it judges by its lines alone")
  func alone() throws {
    let andon = try Built.andon()
    #expect(try Child.run([andon, "judge", "--jsonl", "--json"], in: "/").exitCode == 64)
    #expect(try Child.run([andon, "judge", "--pipeline", "x"], in: "/").exitCode == 64)
  }
}
