// How one thing around a stage is changed, with what a machine offers: words before its command,
// variables, a folder. What cannot be changed is said with its reason. Pure.

internal import AndonModel

/// Changed surroundings of one run.
struct EnvironmentPatch: Equatable {
  /// What is changed.
  private(set) var varied: [Variation] = []
  /// Words that the command follows.
  private(set) var words: [String] = []
  /// Variables over the stage's.
  private(set) var variables: [Variable] = []
  /// Permissions that may differ for it.
  private(set) var freeModes = 0
  /// What may be found in outputs for it.
  private(set) var known: [ComparisonRequest.Known] = []

  /// Seconds between the end of one run and the start of the next, where clocks cannot be set.
  static let distance = 1.1
  /// Variables by which git finds another repository than the one around it.
  static let gitVariables = ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"]
  private static let otherUser = "andon-other"
  private static let otherHost = "andon-elsewhere"

  /// Where a run has its temporary things: below one folder of its own.
  struct Places: Equatable {
    let temporary: String
    /// The folder that is copied, and seen in another order.
    let root: String

    var home: String { temporary + "/home" }
    var copy: String { temporary + "/copy/elsewhere" }
    var lower: String { temporary + "/lower" }
  }

  /// Nothing changed.
  init() {}

  /// The surroundings in which several things are changed, each of which can be.
  init(
    _ variations: [Variation], _ facts: VariationSupport, _ places: Places,
    _ environment: Environment
  ) {
    varied = variations
    // The outermost first: what mounts needs the rights of the caller, and a faked clock is for the
    // command alone.
    for variation in Self.order where variations.contains(variation) {
      add(variation, facts, places, environment)
    }
  }

  private static let order: [Variation] = [
    .order, .userName, .cpus, .umask, .time, .locale, .timezone, .home, .path,
  ]

  private mutating func add(
    _ variation: Variation, _ facts: VariationSupport, _ places: Places, _ environment: Environment
  ) {
    switch variation {
    case .locale:
      guard let name = Self.otherLocale(facts, environment) else { return }
      variables += ["LC_ALL", "LANG", "LANGUAGE"].map { Variable($0, name) }
    case .timezone: variables.append(Variable("TZ", Self.otherZone(facts, environment)))
    case .umask:
      let other = Self.otherUmask(facts)
      words += ["sh", "-c", "umask \(String(other, radix: 8)); exec \"$@\"", "sh"]
      freeModes = facts.umask | other
    case .path:
      know(.path, places.root, places.copy)
      // Whoever calls andon out of a hook of git's means the index of another folder.
      let own = Self.gitVariables.filter { environment.text($0) != nil }
      if !own.isEmpty { words += ["env"] + own.flatMap { ["-u", $0] } }
    case .userName:
      variables += ["USER", "LOGNAME", "USERNAME"].map { Variable($0, Self.otherUser) }
      know(.identity, environment.text("USER") ?? facts.user, Self.otherUser)
      if facts.mayNameHosts {
        variables.append(Variable("HOSTNAME", Self.otherHost))
        words += ["unshare", "--uts", "sh", "-c", "hostname \"$0\"; exec \"$@\"", Self.otherHost]
        know(.identity, facts.host, Self.otherHost)
      }
    case .home:
      variables.append(Variable("HOME", places.home))
      know(.path, environment.text("HOME") ?? "", places.home)
    case .cpus: words += ["taskset", "-c", "\(facts.processors.first ?? 0)"]
    case .order:
      words += Self.reordering(varied.contains(.path) ? places.copy : places.root, places.lower)
    case .time:
      if facts.programs.contains("faketime") { words += ["faketime", "-f", "+400d"] }
    }
  }

  private mutating func know(_ suspicion: DifferenceCategory, _ first: String, _ other: String) {
    if !first.isEmpty, first != other { known.append(.init(suspicion, first: first, other: other)) }
  }

  // The folder over itself, through a file system that turns lists of names around; in a space of
  // mounts of its own, which ends with it.
  private static func reordering(_ root: String, _ lower: String) -> [String] {
    [
      "unshare", "--mount", "sh", "-c",
      """
      root=$0 lower=$1 here=$PWD; shift
      mount --bind "$root" "$lower" || exit 125
      disorderfs -q -o nonempty --multi-user=no --reverse-dirents=yes "$lower" "$root" || exit 125
      cd "$here" || exit 125
      "$@"; status=$?; cd /; umount "$root"; exit $status
      """, root, lower,
    ]
  }

  // MARK: What can be changed

  /// What becomes of a variation on a machine.
  static func thing(
    _ variation: Variation, _ facts: VariationSupport, root: String?, _ environment: Environment
  ) -> VariedThing {
    func needs(_ program: String, _ package: String, _ how: String) -> VariedThing {
      facts.programs.contains(program)
        ? VariedThing(variation, how: how)
        : VariedThing(variation, how: "", reasonNotVaried: "\(package) is not installed")
    }
    switch variation {
    case .locale:
      return otherLocale(facts, environment).map { VariedThing(variation, how: "LC_ALL is \($0)") }
        ?? VariedThing(
          variation, how: "", reasonNotVaried: "no locale but C and POSIX is installed")
    case .timezone:
      return VariedThing(variation, how: "TZ is \(otherZone(facts, environment))")
    case .umask:
      return VariedThing(variation, how: "umask is 0\(String(otherUmask(facts), radix: 8))")
    case .path:
      return root == nil
        ? VariedThing(
          variation, how: "", reasonNotVaried: "the stage's folder lies outside of what is copied")
        : VariedThing(variation, how: "in a copy at another path")
    case .userName:
      let how = "USER and LOGNAME are \(otherUser)"
      return facts.mayNameHosts
        ? VariedThing(
          variation, how: how + ", the host is \(otherHost)",
          reasonNotVaried: "the user's number stays the same")
        : VariedThing(
          variation, how: how,
          reasonNotVaried:
            "the user's number stays the same, and so does the host's name: a process may "
            + "not change it here")
    case .home: return VariedThing(variation, how: "HOME is an empty folder")
    case .cpus:
      if facts.processors.count < 2 {
        return VariedThing(variation, how: "", reasonNotVaried: "there is one processor only")
      }
      return needs("taskset", "taskset", "1 processor instead of \(facts.processors.count)")
    case .order:
      if let reasonNotVaried = facts.orderHindrance {
        return VariedThing(variation, how: "", reasonNotVaried: reasonNotVaried)
      }
      return VariedThing(variation, how: "folders list their files the other way round")
    case .time:
      return facts.programs.contains("faketime")
        ? VariedThing(variation, how: "the clock is 400 days ahead")
        : VariedThing(
          variation, how: "runs lie at least \(distance) s apart",
          reasonNotVaried: "libfaketime is not installed: days and years stay the same")
    }
  }

  // One that writes numbers and months in another way, where there is one.
  private static let preferred = ["de_", "fr_", "tr_", "et_", "es_", "ru_"]

  private static func otherLocale(
    _ facts: VariationSupport, _ environment: Environment
  ) -> String? {
    let present =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment.text)
      .first { !$0.isEmpty } ?? "C"
    let language = present.prefix { $0 != "_" && $0 != "." }
    let others = facts.locales.filter { name in
      let other = name.prefix { $0 != "_" && $0 != "." }
      return other != "C" && other != "POSIX" && other != language
    }
    let wide = others.filter { $0.lowercased().hasSuffix("utf8") || $0.hasSuffix("UTF-8") }
    let all = wide.isEmpty ? others : wide
    return preferred.lazy.compactMap { start in all.first { $0.hasPrefix(start) } }.first
      ?? all.first
  }

  private static func otherZone(_ facts: VariationSupport, _ environment: Environment) -> String {
    let zones = facts.hasZones ? ["Pacific/Kiritimati", "Etc/GMT+12"] : ["<+14>-14", "<-12>12"]
    let present = environment.text("TZ")
    return present == zones[0] ? zones[1] : zones[0]
  }

  private static func otherUmask(_ facts: VariationSupport) -> Int {
    facts.umask == 0o077 ? 0o022 : 0o077
  }
}
