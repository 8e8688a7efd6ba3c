// A stage that runs again so that its outputs can be compared: where the first run's outputs lie
// meanwhile, which surroundings come next, which of andon's own commands, and what came of it.
// What is done is the dispatcher's; nothing is started here.

internal import AndonModel
internal import AndonSystem

/// The later runs of a reproducible stage.
struct ReproducibilityCheck {
  /// A command of andon's own between two runs.
  enum OwnCommand: String {
    /// The tree of files is copied to another path.
    case copy
    case compare
    /// diffoscope is asked about the first output that differs.
    case diffoscope
    /// What a run left is removed.
    case discard

    /// Whether its output is an answer, and no log is kept of it unless it fails.
    var answers: Bool {
      switch self {
      case .copy, .compare, .discard: true
      case .diffoscope: false
      }
    }
  }

  /// What is to be done next.
  enum Step: Equatable {
    case ownCommand(OwnCommand)
    /// Run the stage, in these surroundings.
    case run
    /// There is nothing more to find out.
    case end
  }

  private static let maxUnlike = 100
  // Seconds for an answer of git.
  private static let patience = 2.0

  let planned: PlannedStage
  private let wanted: Reproducible
  private let facts: VariationSupport
  private let environment: Environment
  private let reportFolder: String
  // What is no output, wherever it lies.
  private let except: [String]
  /// The stage's folder.
  private let directory: Directory
  private var folder: String { directory.path }
  /// What is copied for another path, absolute; nil where the stage lies outside of it.
  private let root: String?
  /// Globs of what is copied besides files that git knows, below the root.
  private let made: [String]
  private let shelf: OutputStash
  private let temporaries: TemporaryDirectories
  private let folders: OutputDirectoryState
  private var schedule: VariationSchedule
  private var result = ReproducibilityResult()
  /// False where the first run's outputs are not in their place again.
  private(set) var isPutBack = true
  private var firstCount = 0
  private var added: Set<String> = []
  private var differing: Set<String> = []
  private var unread: Set<String> = []
  private var found: [String: (changes: Int, difference: OutputDifference)] = [:]
  private var order: [String] = []
  // What was changed in a run that was made, and why another path was not.
  private var done: Set<Variation> = []
  private var reasonNotVaried: String?
  // How many things were changed in the run that `failure` tells of.
  private var failedWith = 0
  private var temporary: String?
  // The output that diffoscope is shown.
  private var shown = ""
  private let before: FileMeasurement.Before
  /// The present surroundings.
  private(set) var change = EnvironmentPatch()

  /// Puts the first run's outputs aside; what cannot be put aside is thrown.
  init(
    _ run: StageRun, _ wanted: Reproducible, in directory: Directory, _ reports: Directory,
    among plan: Plan, _ setting: RunnerConfiguration, since before: FileMeasurement.Before
  ) throws(SystemError) {
    planned = run.planned
    folders = run.folders
    self.wanted = wanted
    self.directory = directory
    let folder = directory.path
    self.before = before
    facts = setting.variations
    environment = Environment(setting.environment)
    let root = facts.repository ?? setting.directory
    let isInside = folder == root || Paths.relative(folder, to: root) != nil
    self.root = isInside ? root : nil
    made = CopiedFiles(plan, setting.directory, facts).globs(for: planned, root: root)
    temporaries = TemporaryDirectories(in: reports, base: setting.directory)
    shelf = try OutputStash(
      of: planned.stage.outputs, in: directory, name: planned.id.text, reports: reports,
      except: [setting.reportDirectory], base: setting.directory)
    reportFolder = setting.reportDirectory
    except = [reportFolder, shelf.place]
    let things = wanted.vary.map { [facts, environment, root = self.root] variation in
      EnvironmentPatch.thing(variation, facts, root: root, environment)
    }
    result.variations = things
    schedule = VariationSchedule(
      things.filter(\.isVaried).map(\.variation), runs: wanted.runs - 1)
  }

  /// The folder that the stage runs in.
  var runFolder: String {
    guard change.varied.contains(.path), let root, let copy = places?.copy else { return folder }
    return Paths.relative(folder, to: root).map { "\(copy)/\($0)" } ?? copy
  }

  private var places: EnvironmentPatch.Places? {
    temporary.map { EnvironmentPatch.Places(temporary: $0, root: root ?? folder) }
  }

  /// Seconds to wait before the present run; nil for none.
  var pause: Double? {
    // What counts whole seconds would seem to be the same in a run with nothing changed.
    let isByWaiting = change.varied.contains(.time) && !facts.programs.contains("faketime")
    return isByWaiting || change.varied.isEmpty ? EnvironmentPatch.distance : nil
  }

  private var isCopied: Bool { change.varied.contains(.path) }

  // MARK: Steps

  /// The step after everything before is done.
  mutating func next() -> Step {
    // Without outputs there is nothing to compare.
    guard !shelf.isEmpty, let varied = schedule.next() else { return .end }
    change = EnvironmentPatch()
    if !varied.isEmpty {
      do throws(SystemError) {
        let place = try temporaries.make(in: facts.temporary)
        temporary = place
        let places = EnvironmentPatch.Places(temporary: place, root: root ?? folder)
        change = EnvironmentPatch(varied, facts, places, environment)
        for folder in [places.home, places.lower] { try Files.createFolder(folder) }
      } catch {
        return fail("a run could not be prepared: \(error)")
      }
    }
    return isCopied ? .ownCommand(.copy) : begin()
  }

  /// The step after one of andon's own commands.
  ///
  /// `answer`: what it wrote.
  mutating func after(
    _ ownCommand: OwnCommand, isGood: Bool, log: String, answer: [UInt8]
  ) -> Step {
    switch ownCommand {
    case .copy:
      if isGood { return begin() }
      reasonNotVaried = "the work tree could not be copied: see \(log)"
      return fail("the work tree could not be copied: see \(log)")
    case .compare:
      guard isGood, let comparison = OutputComparison(bytes: answer) else {
        return fail("its outputs could not be compared: see \(log)")
      }
      add(comparison)
      return question(comparison)
    case .diffoscope:
      result.details = log
      return .ownCommand(.discard)
    case .discard:
      // What could not be removed is in the way of nobody.
      removeTemporary()
      return next()
    }
  }

  /// The step after a run of the stage.
  mutating func after(_ attempt: AttemptRecord, isGood: Bool) -> Step {
    done.formUnion(change.varied)
    if isGood { return .ownCommand(.compare) }
    let names = change.varied.map(\.rawValue).joined(separator: ", ")
    let surroundings = names.isEmpty ? "unchanged surroundings" : "other surroundings (\(names))"
    return fail("attempt \(attempt.number), in \(surroundings), came to no good end")
  }

  // With the folders for outputs that the first run found there, as empty as it should have.
  private func begin() -> Step {
    // Where the folder cannot be opened, the stage cannot start there.
    if let directory = try? Directory(runFolder) { folders.make(in: directory) }
    return .run
  }

  // The first output that differs is shown to whoever knows more of its kind; once.
  private mutating func question(_ comparison: OutputComparison) -> Step {
    // A name that had to be escaped is not the name of any file.
    let path = comparison.differences.first {
      $0.kind == .content && !$0.path.contains("\\")
    }?.path
    guard wanted.asksDiffoscope, result.details == nil, let path else {
      return .ownCommand(.discard)
    }
    if facts.programs.contains("diffoscope") {
      shown = path
      return .ownCommand(.diffoscope)
    }
    result.details = "diffoscope is not installed"
    return .ownCommand(.discard)
  }

  private mutating func fail(_ reason: String) -> Step {
    schedule.record(.failed)
    // The fewer things were changed, the more it tells.
    if result.failure == nil || change.varied.count < failedWith {
      result.failure = reason
      failedWith = change.varied.count
    }
    return .ownCommand(.discard)
  }

  private mutating func add(_ comparison: OutputComparison) {
    firstCount = comparison.first
    added.formUnion(comparison.added)
    differing.formUnion(comparison.differing)
    unread.formUnion(comparison.unread)
    // The fewer things were changed, the plainer is what is seen.
    let count = change.varied.count
    for difference in comparison.differences {
      let path = difference.path
      if found[path] == nil { order.append(path) }
      if found[path].map({ count < $0.changes }) ?? true { found[path] = (count, difference) }
    }
    result.runs += 1
    schedule.record(.compared(Set(comparison.differing)))
  }

  /// What came of it all, with the first run's outputs back in their place.
  mutating func finish(_ interruption: String?, safe: (String) -> String) -> ReproducibilityResult {
    removeTemporary()
    if let interruption { result.failure = interruption }
    do throws(SystemError) {
      try shelf.putBack(except: except)
    } catch {
      result.failure = "the first run's outputs are not where they were: \(error)"
      isPutBack = false
    }
    for index in result.variations.indices where result.variations[index].isVaried {
      let variation = result.variations[index].variation
      if done.contains(variation) { continue }
      result.variations[index].how = ""
      result.variations[index].reasonNotVaried =
        (variation == .path ? reasonNotVaried : nil) ?? "no run was made with it"
    }
    var end = result
    if end.runs > 0 { end.runs += 1 }
    let unknown = unread.subtracting(differing)
    end.files = firstCount + added.count
    end.unread = unknown.count
    end.identical = end.files - differing.count - unknown.count
    end.differing = order.prefix(Self.maxUnlike).compactMap { path in
      guard var difference = found[path]?.difference else { return nil }
      let differs = schedule.appearance(of: path)
      difference.suspicion = DifferenceCategory(difference.suspicion, differs)
      difference.path = safe(difference.path)
      difference.place = safe(difference.place)
      difference.first = safe(difference.first)
      difference.other = safe(difference.other)
      return DifferingOutput(difference, differs: differs)
    }
    return end
  }

  // What a command that was cut off did not come to.
  private mutating func removeTemporary() {
    guard let places else { return }
    if facts.repository != nil, Files.isFolder(places.copy) {
      let words = ["worktree", "remove", "--force", places.copy]
      // Where there is no such work tree, there is nothing to forget.
      _ = try? Repository(around: places.root)?.git(words, seconds: Self.patience)
    }
    temporaries.remove(places.temporary)
    temporary = nil
  }

  // MARK: Commands

  /// The words of one of andon's own commands.
  func words(_ ownCommand: OwnCommand) -> [String] {
    switch ownCommand {
    case .copy: copyWords
    case .compare: [facts.outputsProgram, "compare"] + request.words
    case .diffoscope:
      ["diffoscope", "--text", "-", "\(shelf.place)/\(shown)", "\(runFolder)/\(shown)"]
    case .discard: discardWords
    }
  }

  private var request: ComparisonRequest {
    var request = ComparisonRequest(
      first: shelf.place, other: runFolder, outputs: planned.stage.outputs)
    request.ignore = wanted.ignore
    request.normalise = wanted.normalise
    request.except = except
    request.freeModes = change.freeModes
    request.known = change.known
    request.begun = Int(before.start)
    return request
  }

  private var copyWords: [String] {
    guard let places else { return ["false"] }
    let copy =
      [facts.outputsProgram, "copy", places.root, places.copy] + except
      + ["\(places.root)/.git", "--"] + made
    guard facts.repository != nil else { return copy }
    // Without a commit there is no work tree; the files are there all the same.
    let script = """
      unset \(EnvironmentPatch.gitVariables.joined(separator: " ")); root=$1 copy=$2; shift 2
      git -C "$root" worktree add --quiet --detach --no-checkout "$copy" 2>/dev/null \
        || mkdir -p "$copy" || exit 1
      { git -C "$root" ls-files -z --cached --recurse-submodules
        git -C "$root" ls-files -z --others --exclude-standard; } | "$@" || exit 1
      if [ -e "$copy/.git" ]; then git -C "$copy" reset --quiet; fi
      """
    return ["sh", "-c", script, "sh", places.root, places.copy] + copy
  }

  private var discardWords: [String] {
    var words: [String] = []
    if !isCopied {
      words = [facts.outputsProgram, "remove", folder] + except + ["--"] + planned.stage.outputs
    }
    guard let places else { return words.isEmpty ? ["true"] : words }
    let script = """
      unset \(EnvironmentPatch.gitVariables.joined(separator: " "))
      if [ -e "$2/.git" ]; then git -C "$1" worktree remove --force "$2"; fi
      rm -rf "$3"; shift 3; [ $# -eq 0 ] || exec "$@"
      """
    return ["sh", "-c", script, "sh", places.root, places.copy, places.temporary] + words
  }
}
