import AndonModel
import Testing

@Suite("Exit") struct ExitTests {
  @Test(
    "gives the documented codes",
    arguments: [
      (.verdict(.green, yellow: 10), 0), (.verdict(.yellow, yellow: 10), 10),
      (.verdict(.yellow, yellow: 0), 0), (.verdict(.red, yellow: 10), 20),
      (.verdict(.unknown, yellow: 0), 30), (.usage, 64), (.internalFault, 70),
      (.resultsNotWritten, 74), (.configuration, 78), (.stopped(by: .interrupt), 130),
      (.stopped(by: .terminate), 143), (.stopped(by: .hangUp), 129), (.stopped(by: .quit), 131),
    ] as [(Exit, Int)])
  func codes(_ exit: Exit, _ code: Int) {
    #expect(exit.code == code)
  }

  @Test(
    "hosts are known by their variables",
    arguments: [
      (["GITHUB_ACTIONS": "true"], .github), (["GITLAB_CI": "true"], .gitlab),
      (["JENKINS_URL": "http://x"], .jenkins), (["BUILDKITE": "true"], .buildkite),
      (["TF_BUILD": "True"], .azure), (["TEAMCITY_VERSION": "1"], .teamcity),
      (["CIRCLECI": "true"], .circleci),
      (["GITHUB_ACTIONS": ""], .plain), ([:], .plain),
    ] as [([String: String], Host)])
  func hosts(_ environment: [String: String], _ host: Host) {
    #expect(Host(environment: { environment[$0] }) == host)
  }

  @Test("only hosts without a yellow exit turn yellow into 0")
  func yellow() {
    let silent = Host.allCases.filter { $0.yellowExit == 0 }
    #expect(silent == [.github, .azure, .teamcity, .circleci])
    #expect(Host.allCases.filter { $0.yellowExit == 10 }.count == Host.allCases.count - 4)
  }

  @Test(
    "signals have the names of the manual",
    arguments: [(2, "SIGINT"), (15, "SIGTERM"), (40, "SIG40")])
  func signals(_ number: Int32, _ name: String) {
    #expect(UnixSignal(number).description == name)
    #expect(UnixSignal(name: name) == UnixSignal(number))
  }
}
