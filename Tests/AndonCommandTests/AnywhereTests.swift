// The same record gives the same bytes, wherever and by whomever the reports are written: told by
// andon itself, which runs andon in changed surroundings and compares all that it wrote.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

@Suite("The same verdict anywhere", .tags(.slow), .unlessFast, .timeLimit(.minutes(10)))
struct AnywhereTests {
  // A pipeline without a name has that of its folder.
  private static let judged = """
    version: 1
    name: judged
    stages:
      a: { run: 'echo n=7; exit 0', metrics: { n: { regex: 'n=(\\d+)' } }, slo: { n: "<= 9" } }
      b: { run: exit 3, slo: { wall: "<= 9s" } }
      c: { needs: [b], run: 'true', slo: { cpu: "<= 9s" } }
      d: { run: sleep 0.2, repeat: { runs: 3 }, timeout: { soft: 100ms, hard: 9s }, slo: { wall: "<= 1ms" } }
    """

  @Test("reports and verdicts do not depend on where, when, or by whom they are made")
  func same() throws {
    let all = Variation.allCases.map(\.rawValue).joined(separator: ", ")
    let andon = try Built.andon()
    let scene = try CommandFixture(
      """
      version: 1
      stages:
        made:
          run: |
            for name in *.record.json; do
              \(andon) report --from $name --dir out/$name > out/$name.console
            done
            for number in 1 2; do
              \(andon) judge --pipeline judged.yaml --measurements measured/verdict.json --json \\
                > out/judged.$number.json || test $? = 20
              \(andon) judge --pipeline judged.yaml --measurements measured/verdict.json \\
                --dir out/judged.$number > out/judged.$number.console || test $? = 20
            done
            cmp out/judged.1.json out/judged.2.json
          outputs: [out/**]
          timeout: { soft: 60s, hard: 200s }
          reproducible: { runs: 3, vary: [\(all)] }
          slo: { identical-outputs: ">= 100%" }
      """)
    try Files.createFolder(scene.folder.path + "/out")
    for (name, record) in SampleRecords.forConsumers {
      try Files.replace(
        "\(scene.folder.path)/\(name).record.json", with: try ReportFile.verdict.write(record))
    }
    try scene.folder.write("judged.yaml", Self.judged)
    #expect(
      try scene.andon("run", "--config", "judged.yaml", "--report-dir", "measured").exitCode == 20)
    let end = try scene.andon("run")
    let stage = try #require(try scene.record().stages.first)
    let reproduction = try #require(stage.reproduction)
    #expect(reproduction.differing == [], "\(end.output)")
    #expect(reproduction.failure == nil, "\(end.output)")
    #expect(end.exitCode == 0)
    #expect(reproduction.files > SampleRecords.forConsumers.count * ReportFile.allCases.count)
    #expect(reproduction.variations.count { $0.isVaried } >= 6)
  }
}
