// Numbers of ports in lines that say that they are taken.

import AndonModel
import Testing

@testable import AndonRun

@Suite("Wanted ports") struct WantedPortsTests {
  private func ports(_ text: String, after: [String] = [], _ kind: CauseClass = .portConflict)
    -> [Int]
  {
    let rule = LogPattern(id: "r", kind: kind, weight: 90, regex: "", why: "", remedy: "")
    var hit = LogMatch(rule: rule, line: 1, text: text)
    hit.after = after
    return WantedPorts.of(LogDiagnosis(log: "l", lines: 9, logMatches: [hit]))
  }

  @Test(
    "a number behind a colon or the word is one",
    arguments: [
      ("Error: listen EADDRINUSE: address already in use :::3000", [3000]),
      ("listen tcp 127.0.0.1:8080: bind: address already in use", [8080]),
      ("Bind for 0.0.0.0:5432 failed: port is already allocated", [5432]),
      ("[Errno 98] Address already in use (port 9000)", [9000]),
      ("Address already in use: ('127.0.0.1', 99999)", []),
      ("2026-11-26T14:27:42Z server.js:17:3 Address already in use", []),
    ] as [(String, [Int])])
  func inLine(line: String, expected: [Int]) { #expect(ports(line) == expected) }

  @Test("lines around tell where the line does not, other causes tell nothing")
  func around() {
    #expect(ports("EADDRINUSE", after: ["  code: 'EADDRINUSE',", "  port: 3000"]) == [3000])
    #expect(ports("EADDRINUSE :::80", after: ["port: 3000"]) == [80])
    #expect(ports("cannot connect to :80", .network) == [])
  }
}
