// What each CI system is told, by the rules of its own reader.

import AndonModel
import AndonTestSupport
import AndonText
import Testing

@testable import AndonReport

@Suite("Hosts") struct HostTests {
  private func lines(_ record: RunRecord, _ host: Host) -> String {
    var record = record
    record.run.host = host
    return HostLines.end(record).text
  }

  @Test("only hosts that read lines get some")
  func hosts() {
    for host in Host.allCases {
      let reads = [Host.github, .azure, .teamcity].contains(host)
      #expect(lines(SampleRecords.red, host).isEmpty != reads, "\(host)")
    }
  }

  @Test("GitHub's annotations have their place, errors first")
  func github() {
    let lines = lines(SampleRecords.red, .github).split(separator: "\n")
    #expect(
      lines.first == """
        ::error file=ci/andon.yaml,line=5,endLine=5,col=3,endColumn=4,title=HardDeadline%3A \
        build::build was stopped at its hard deadline of 120 s. Proven cause, lock-contention: \
        Another cargo process holds the package cache.
        """)
    let kinds = lines.map { String($0.dropFirst(2).prefix { $0 != " " }) }
    // build and two fails; docs, slow lint and an unknown; a low warning, two explained unknowns.
    #expect(kinds == ["error", "warning", "notice"].flatMap { Array(repeating: $0, count: 3) })
    let hostile = self.lines(SampleRecords.hostile, .github)
    #expect(hostile.split(separator: "\n").allSatisfy { $0.hasPrefix("::error file=") })
  }

  @Test("GitHub gets ten annotations of a kind, and the last one counts the others")
  func ten() throws {
    let lines = lines(SampleRecords.many, .github).split(separator: "\n")
    let errors = lines.filter { $0.hasPrefix("::error ") }
    #expect(errors.count == 10)
    let failed = SampleRecords.many.totals.objectives.fail
    #expect(
      try #require(errors.last).hasSuffix(
        "And \(failed + 1 - 9) more "
          + "(\(failed + 1 - 9) errors): see verdict.json."))
    #expect(lines.count { $0.hasPrefix("::warning ") } == 10)
  }

  @Test("a group keeps the runner from obeying what a stage printed")
  func group() {
    let lines = ["::error::x", "##[error]y"].map { ConsoleText("\($0)\n") }.joined()
    let group = GitHubCommands.group("output of a", lines, token: "t0k3n")
    #expect(
      group.text == """
        ::group::output of a
        ::stop-commands::t0k3n
        : :error::x
        # #[error]y
        ::t0k3n::
        ::endgroup::

        """)
  }

  @Test("GitHub's outputs may have several lines")
  func outputs() {
    let outputs = RunOutput.all(SampleRecords.red, reportFolder: "/a\nb=c")
    let text = GitHubCommands.outputs(outputs, delimiter: "d")
    #expect(text.contains("verdict<<d\nred\nd\nexit-code<<d\n20\nd\nheadline<<d\n2 failed"))
    #expect(text.hasSuffix("report-dir<<d\n/a\nb=c\nd\n"))
  }

  @Test("a job's summary takes only the room that is left")
  func summary() throws {
    let whole = try #require(GitHubCommands.summary(SampleRecords.many, after: 0))
    #expect(whole.utf8.count > 20_000 && whole.utf8.count <= 1_048_576)
    let short = try #require(GitHubCommands.summary(SampleRecords.many, after: 1_040_000))
    #expect(short.utf8.count <= 8576)
    #expect(short.contains("2000 objectives: "))
    #expect(short.contains(/and [0-9]+ more rows, in verdict.json/))
    #expect(GitHubCommands.summary(SampleRecords.many, after: 1_048_000) == nil)
  }

  @Test("GitLab's sections fold, and its variables have one line each")
  func gitlab() {
    let section = GitLabSections.section(
      "output of a", "x\n", number: 3, from: Timestamp(milliseconds: 5_000_900), seconds: 2)
    #expect(
      section.text
        == "\u{1B}[0Ksection_start:5000:andon_stage_3[collapsed=true]\r\u{1B}[0Koutput of a\n"
        + "x\n\u{1B}[0Ksection_end:5002:andon_stage_3\r\u{1B}[0K\n")
    let outputs = RunOutput.all(SampleRecords.green, reportFolder: "out\nx")
    #expect(
      GitLabSections.variables(outputs) == """
        ANDON_VERDICT=green
        ANDON_EXIT_CODE=0
        ANDON_HEADLINE=1 passed
        ANDON_REPORT_DIR=out x

        """)
  }

  @Test("Azure's commands are escaped, and yellow is an end with issues")
  func azure() {
    var record = SampleRecords.hostile
    record.objectives[0].place = FileLocation(file: "a;b]c%", line: 3, column: 4)
    let lines = lines(record, .azure).split(separator: "\n")
    #expect(
      lines.contains {
        $0.hasPrefix(
          "##vso[task.logissue type=error;sourcepath=a%3Bb%5Dc%AZP25;linenumber=3;columnnumber=4;"
            + "code=AND110;]")
      })
    #expect(lines.allSatisfy { $0.hasPrefix("##vso[task.logissue ") })
    var yellow = SampleRecords.green
    yellow.verdict = .yellow
    #expect(
      self.lines(yellow, .azure)
        == "##vso[task.complete result=SucceededWithIssues;]1 passed\n")
  }

  @Test("TeamCity's messages are escaped; errors are problems, exact figures are statistics")
  func teamcity() {
    let hostile = lines(SampleRecords.hostile, .teamcity).split(separator: "\n")
    #expect(hostile.allSatisfy { $0.hasPrefix("##teamcity[") && $0.hasSuffix("']") })
    #expect(hostile.contains { $0.contains("|n |0x00e9 |0x6f22 |0xd83d|0xde00") })
    let identities = hostile.compactMap {
      $0.firstMatch(of: /identity='([a-zA-Z0-9_]+)'/)?.output.1
    }
    #expect(identities.count == 2 && Set(identities).count == 2)
    #expect(identities.allSatisfy { $0.count <= 60 })
    var mild = SampleRecords.red
    mild.verdict = .yellow
    #expect(!lines(mild, .teamcity).contains("buildProblem"))
    let red = lines(SampleRecords.red, .teamcity)
    #expect(red.contains("##teamcity[buildStatisticValue key='andon.lint.wall' value='31.000000']"))
    // It was cut off.
    #expect(!red.contains("key='andon.build.wall'"))
    #expect(red.contains("status='WARNING'") && red.contains("status='NORMAL'"))
  }
}
