// What this machine offers to change around a stage: asked once, before the run, and only where a
// stage is to be run again. Programs are tried, not guessed at: rights differ from machine to
// machine.

internal import AndonModel
internal import AndonRun
internal import AndonSystem

extension VariationSupport {
  private static let patience = 5.0
  private static let wanted = ["taskset", "faketime", "disorderfs", "unshare", "diffoscope"]

  /// Asks the machine; nothing where no stage of a plan is to be run again.
  init(for plan: Plan, _ surroundings: ProcessEnvironment, _ repository: Repository?) {
    self.init()
    let varied = plan.stages.filter(\.isSelected).compactMap(\.stage.reproducible).flatMap(\.vary)
    guard plan.stages.contains(where: { $0.isSelected && $0.stage.reproducible != nil }) else {
      return
    }
    outputsProgram = OwnPrograms.outputsPath
    umask = Self.text(["sh", "-c", "umask"]).flatMap { Int($0, radix: 8) } ?? umask
    temporary = surroundings.variable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? temporary
    programs = Set(Self.wanted.filter(surroundings.hasProgram))
    if surroundings.hasProgram("git"), let repository, let settings = repository.settings {
      self.repository = repository.root
      gitSettings = settings.map { Variable($0.key, $0.value) }
    }
    if varied.contains(.locale) {
      locales = (Self.text(["locale", "-a"]) ?? "").split(separator: "\n").map(String.init)
      // Those of a folder of the user's own are not listed.
      let folders = (surroundings.variable("LOCPATH") ?? "").split(separator: ":")
      locales += folders.flatMap { Files.names(in: String($0)) }
    }
    if varied.contains(.timezone) {
      hasZones = Files.isFile("/usr/share/zoneinfo/Pacific/Kiritimati")
    }
    if varied.contains(.cpus) {
      processors =
        (Self.text(["sh", "-c", "taskset -pc $$ | sed 's/.*: //'"])).map(Self.numbers) ?? []
    }
    if varied.contains(.userName) {
      user = Self.text(["id", "-un"]) ?? ""
      host = Self.text(["uname", "-n"]) ?? ""
      mayNameHosts = Self.text(["unshare", "--uts", "sh", "-c", "hostname andon-elsewhere"]) != nil
    }
    if varied.contains(.order) { orderHindrance = Self.orderHindrance(programs) }
  }

  // What a program says, without its last line's end; nil where it is not there or fails.
  private static func text(_ words: [String]) -> String? {
    guard let end = try? Subprogram.run(words, seconds: patience), end.exitCode == 0 else {
      return nil
    }
    return end.text.hasSuffix("\n") ? String(end.text.dropLast()) : end.text
  }

  // `0-3,8` as numbers.
  private static func numbers(_ list: String) -> [Int] {
    list.split(separator: ",").flatMap { part -> [Int] in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { return [] }
      return Array(first...last)
    }
  }

  // The folders of one are turned around for a trial.
  private static func orderHindrance(_ programs: Set<String>) -> String? {
    if !programs.contains("disorderfs") { return "disorderfs is not installed" }
    let trial = """
      set -e; d=$(mktemp -d); trap 'cd /; umount "$d/a" 2>/dev/null || :; rm -rf "$d"' EXIT
      mkdir "$d/a" "$d/b"; mount --bind "$d/a" "$d/b"
      touch "$d/a/x"; disorderfs -q -o nonempty --multi-user=no "$d/b" "$d/a"
      ls "$d/a"; umount "$d/a"; umount "$d/b"
      """
    return text(["unshare", "--mount", "sh", "-c", trial]) == nil
      ? "disorderfs may not be mounted here" : nil
  }
}
