// Which surroundings come next, and what follows from what runs made: tables without any process.

import AndonModel
import Testing

@testable import AndonRun

@Suite("Schedule of variations") struct VariationScheduleTests {
  // A program that differs in these files when one of these things is changed; nil: always.
  private struct Program {
    var differing: [String: Variation?] = [:]
    var breaks: Variation?
    // Files that differ only when two things are changed at once.
    var together: [String: Set<Variation>] = [:]

    func result(_ varied: [Variation]) -> VariationSchedule.Result {
      if let breaks, varied.contains(breaks) { return .failed }
      let alone = differing.filter { $0.value.map(varied.contains) ?? true }.map(\.key)
      let pairs = together.filter { $0.value.isSubset(of: varied) }.map(\.key)
      return .compared(Set(alone + pairs))
    }
  }

  // All runs, as they are told to be made.
  private func play(
    _ program: Program, _ variations: [Variation], runs: Int
  ) -> (runs: [[Variation]], end: VariationSchedule) {
    var schedule = VariationSchedule(variations, runs: runs)
    var made: [[Variation]] = []
    while let varied = schedule.next(), made.count < 100 {
      made.append(varied)
      schedule.record(program.result(varied))
    }
    return (made, schedule)
  }

  @Test("things are shared out, each in one run; with more runs than things each is alone")
  func shares() {
    let four: [Variation] = [.locale, .timezone, .umask, .path]
    #expect(play(Program(), four, runs: 2).runs == [[.locale, .umask], [.timezone, .path]])
    #expect(play(Program(), four, runs: 1).runs == [four])
    #expect(play(Program(), [.path, .home], runs: 3).runs == [[.path], [.home], [.path]])
    #expect(play(Program(), [], runs: 2).runs == [[], []])
  }

  @Test("what differs always is found by one run with nothing changed")
  func always() {
    let (runs, end) = play(Program(differing: ["a": nil]), [.locale, .path], runs: 1)
    #expect(runs == [[.locale, .path], []])
    #expect(end.appearance(of: "a") == .always)
  }

  @Test("of several things that were changed together single ones tell which it is")
  func alone() {
    let program = Program(differing: ["a": .path, "b": .locale, "c": nil])
    let (runs, end) = play(program, [.umask, .locale, .home, .path], runs: 1)
    #expect(runs == [[.umask, .locale, .home, .path], [], [.umask], [.locale], [.home], [.path]])
    #expect(end.appearance(of: "a") == .under(.path))
    #expect(end.appearance(of: "b") == .under(.locale))
    #expect(end.appearance(of: "c") == .always)
  }

  @Test("once all is explained nothing more is tried")
  func enough() {
    let (runs, _) = play(Program(differing: ["a": .umask]), [.umask, .locale, .home], runs: 1)
    #expect(runs == [[.umask, .locale, .home], [], [.umask]])
    // A single thing needs no more than to be told from what differs always.
    let (few, end) = play(Program(differing: ["a": .umask]), [.umask], runs: 1)
    #expect(few == [[.umask], []] && end.appearance(of: "a") == .under(.umask))
  }

  @Test("what differs only together is said to")
  func together() {
    let program = Program(together: ["a": [.locale, .path]])
    let (runs, end) = play(program, [.locale, .path], runs: 1)
    #expect(runs == [[.locale, .path], [], [.locale], [.path]])
    #expect(end.appearance(of: "a") == .together([.locale, .path]))
  }

  @Test("a run that fails is looked into as well, and what fails always is not")
  func failing() {
    let (runs, _) = play(Program(breaks: .home), [.locale, .home], runs: 1)
    #expect(runs == [[.locale, .home], [], [.locale], [.home]])
    var schedule = VariationSchedule([.locale, .home], runs: 1)
    while schedule.next() != nil { schedule.record(.failed) }
    #expect(schedule.next() == nil)
  }

  @Test("what differs now and then belongs to nothing that was changed")
  func sometimes() {
    var schedule = VariationSchedule([.locale], runs: 2)
    for paths in [["a", "c"], ["c"], ["b"]] as [Set<String>] {
      #expect(schedule.next() != nil)
      schedule.record(.compared(paths))
    }
    #expect(schedule.next() == nil)
    // Of two runs with the same change one differed.
    #expect(schedule.appearance(of: "a") == .sometimes)
    #expect(schedule.appearance(of: "b") == .always)
    #expect(schedule.appearance(of: "c") == .under(.locale))
  }
}

@Suite("Changed surroundings") struct EnvironmentPatchTests {
  private let places = EnvironmentPatch.Places(temporary: "/tmp/t", root: "/w")

  private func environment(_ words: [String]) -> Environment {
    Environment(words.map { Array($0.utf8) })
  }

  private var facts: VariationSupport {
    var facts = VariationSupport()
    facts.locales = ["C", "C.utf8", "POSIX", "en_US.utf8", "fr_FR", "fr_FR.utf8", "de_DE.utf8"]
    facts.hasZones = true
    facts.processors = [2, 3]
    facts.programs = ["taskset", "faketime"]
    facts.mayNameHosts = true
    facts.host = "here"
    return facts
  }

  @Test("what is changed always differs from what is")
  func others() {
    let none = environment([])
    let german = environment(["LANG=de_DE.UTF-8", "TZ=Pacific/Kiritimati"])
    func how(_ variation: Variation, _ environment: Environment) -> String {
      EnvironmentPatch.thing(variation, facts, root: "/w", environment).how
    }
    #expect(how(.locale, none) == "LC_ALL is de_DE.utf8")
    #expect(how(.locale, german) == "LC_ALL is fr_FR.utf8")
    #expect(how(.timezone, none) == "TZ is Pacific/Kiritimati")
    #expect(how(.timezone, german) == "TZ is Etc/GMT+12")
    #expect(how(.cpus, none) == "1 processor instead of 2")
    #expect(how(.time, none) == "the clock is 400 days ahead")
  }

  @Test("what cannot be changed says why, and never counts as changed")
  func hindrances() {
    var poor = VariationSupport()
    poor.locales = ["C", "C.utf8", "POSIX"]
    poor.orderHindrance = "disorderfs is not installed"
    let things = Variation.allCases.map {
      EnvironmentPatch.thing($0, poor, root: nil, environment([]))
    }
    #expect(
      things.filter { !$0.isVaried }.map(\.variation) == [.locale, .path, .cpus, .order])
    #expect(things.allSatisfy { $0.isVaried || $0.reasonNotVaried != nil })
    // In part, and said so.
    #expect(
      things.first { $0.variation == .time }?.reasonNotVaried?.contains("libfaketime") == true)
    #expect(things.first { $0.variation == .userName }?.reasonNotVaried?.contains("host") == true)
  }

  @Test("words go around the command from the outside in, variables over its own")
  func words() {
    let change = EnvironmentPatch(
      [.umask, .userName, .cpus, .time, .home], facts, places, environment(["HOME=/root"]))
    #expect(
      change.words == [
        "unshare", "--uts", "sh", "-c", "hostname \"$0\"; exec \"$@\"", "andon-elsewhere",
        "taskset", "-c", "2", "sh", "-c", "umask 77; exec \"$@\"", "sh", "faketime", "-f", "+400d",
      ])
    #expect(change.variables.contains(Variable("HOME", "/tmp/t/home")))
    #expect(change.freeModes == 0o077)
    #expect(change.known.contains(.init(.path, first: "/root", other: "/tmp/t/home")))
    #expect(change.known.contains(.init(.identity, first: "here", other: "andon-elsewhere")))
  }
}
