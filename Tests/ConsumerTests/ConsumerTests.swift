// Programs that read andon's reports in real life: what they understand must be what verdict.json
// says. `ci/check` installs them; each script in Tests/Consumers compares for itself.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import Testing

/// Where the consumers are.
enum Consumers {
  /// The folder of their private environment; nil where they are not to be asked.
  static let environment: String? = {
    guard let path = try? ProcessEnvironment().variable("ANDON_CONSUMERS") else { return nil }
    return Files.isExecutable(path + "/bin/python") ? path : nil
  }()

  /// Whether those that take more than seconds are to be asked as well.
  static let areAll = (try? ProcessEnvironment().variable("ANDON_ALL_CONSUMERS")) == "1"

  /// Schemas of others, which lie beside the repository; nil where they do not.
  static let schemas = Built.sharedData.map { $0 + "/schemas" }

  /// Whether a root can be given a /proc of its own.
  static let canMount =
    (try? Child.run(["unshare", "--mount", "true"], in: "/"))?.exitCode == 0

  /// Runs a script on a folder of reports and more; what it complains of, empty for nothing.
  static func complaints(of script: String, _ arguments: [String]) throws -> String {
    let environment = try #require(environment)
    let end = try Child.run(
      [environment + "/bin/python", "\(Built.repository)/Tests/Consumers/\(script)"] + arguments,
      in: "/", ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"])
    return end.exitCode == 0 ? "" : end.output + end.error
  }
}

@Suite(
  "Consumers", .tags(.slow), .unlessFast,
  .enabled(if: Consumers.environment != nil, "ci/check could not install them"))
struct ConsumerTests {
  private static let samples = SampleRecords.forConsumers.map(\.name)

  // A folder with all reports of a sample.
  private func reports(_ name: String) throws -> TemporaryDirectory {
    let record = try #require(SampleRecords.forConsumers.first { $0.name == name }).record
    let folder = try TemporaryDirectory()
    for file in ReportFile.allCases {
      try Files.replace("\(folder.path)/\(file.rawValue)", with: try file.write(record))
    }
    return folder
  }

  @Test("the libraries of in-toto read a receipt and find what it is about")
  func receipts() throws {
    let folder = try TemporaryDirectory()
    try folder.write(
      "andon.yaml",
      "version: 1\nstages: { a: { run: 'mkdir out; echo 1 > out/x', outputs: [out/**] } }\n")
    let end = try Child.run([try Built.andon(), "run"], in: folder.path)
    try #require(end.exitCode == 0)
    let complaints = try Consumers.complaints(of: "in_toto.py", [folder.path])
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(
    "clients of JUnit, OpenMetrics and GitHub's API understand every sample",
    arguments: samples, ["junit_clients.py", "openmetrics.py", "github_api.py"])
  func clients(_ sample: String, _ script: String) throws {
    let folder = try reports(sample)
    let complaints = try Consumers.complaints(of: script, [folder.path])
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(
    "clients of SARIF and GitLab's readers understand every sample",
    .enabled(if: Consumers.schemas != nil, "no ../shared/data"),
    arguments: samples,
    [("sarif_clients.py", "sarif-schema-2.1.0.json"), ("gitlab.py", "gitlab-codeclimate.json")])
  func clientsWithSchema(_ sample: String, _ script: (name: String, schema: String)) throws {
    let folder = try reports(sample)
    let schema = try #require(Consumers.schemas) + "/\(script.schema)"
    let complaints = try Consumers.complaints(of: script.name, [folder.path, schema])
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("scipy decides every question as andon does")
  func rules() throws {
    let complaints = try Consumers.complaints(of: "rules.py", [try Built.andon(), "4000"])
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(
    "clients notice a report that says something else",
    arguments: ["junit_clients.py", "openmetrics.py", "github_api.py"])
  func difference(_ script: String) throws {
    let folder = try reports("red")
    let other = try ReportFile.verdict.write(SampleRecords.yellow)
    try Files.replace("\(folder.path)/verdict.json", with: other)
    #expect(try Consumers.complaints(of: script, [folder.path]).contains("instead of"))
  }

  @Test("a workflow of GitHub's runs the composite action, and uploads whatever the verdict is")
  func action() throws {
    let arguments = [try Built.andon(), Built.repository]
    let complaints = try Consumers.complaints(of: "github_action.py", arguments)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("the job of GitLab's template leaves its reports and variables")
  func job() throws {
    let arguments = [try Built.andon(), Built.repository]
    let complaints = try Consumers.complaints(of: "gitlab_job.py", arguments)
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(
    "Buildbot decodes the exit codes",
    .enabled(if: Consumers.areAll, "ci/check --consumers asks it"))
  func buildbot() throws {
    let complaints = try Consumers.complaints(of: "buildbot_results.py", [try Built.andon()])
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test("the templates are what GitHub and GitLab take")
  func templates() throws {
    let complaints = try Consumers.complaints(of: "ci_files.py", [Built.repository])
    #expect(complaints.isEmpty, "\(complaints)")
  }

  @Test(
    "the package installs and runs in a bare Debian root",
    .enabled(if: Consumers.areAll, "ci/check --consumers builds it"),
    .enabled(if: Consumers.canMount, "/proc cannot be mounted"))
  func package() throws {
    let script = Built.repository + "/Tests/Consumers/package.sh"
    let end = try Child.run([script, Built.repository + "/.build-package"], in: "/")
    #expect(end.exitCode == 0, "\(end.output)\(end.error)")
  }
}
