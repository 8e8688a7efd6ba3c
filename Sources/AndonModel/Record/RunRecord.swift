// Everything known of one run. verdict.json is its text; every report is a function of it alone.

/// The machine that a run was made on.
package struct MachineIdentity: Equatable, Sendable {
  /// The operating system: `linux`.
  package var system: String
  /// The kernel's release.
  package var kernel: String
  /// The processor's architecture, such as `x86_64`.
  package var architecture: String
  /// The name of the host.
  package var hostname: String
  /// The processor's model; nil where the kernel does not say.
  package var processorModel: String?
  /// Processors that this process may use; nil for numbers from elsewhere.
  package var processors: Int?
  /// Bytes of memory; nil where the kernel does not say.
  package var memory: Int?
  /// Stages that could run at once; nil for numbers from elsewhere.
  package var jobs: Int?
  /// How a stage's processes are held together: `cgroup`, `reaper` or `group`; nil where nothing
  /// was to be run.
  package var containment: String?
  /// Why they are not held better; nil where they are held in the best way.
  package var containmentReason: String?

  /// Joins the facts of a machine.
  package init(
    system: String, kernel: String, architecture: String, hostname: String, processors: Int?,
    memory: Int?, jobs: Int?, containment: String?
  ) {
    self.system = system
    self.kernel = kernel
    self.architecture = architecture
    self.hostname = hostname
    processorModel = nil
    self.processors = processors
    self.memory = memory
    self.jobs = jobs
    self.containment = containment
    containmentReason = nil
  }

  /// What figures depend on: those of two machines with the same one may be compared.
  ///
  /// Patches of the kernel and a few bytes of memory make no other machine.
  package var fingerprint: String {
    let release = kernel.split(separator: ".").prefix(2).joined(separator: ".")
    let size = memory.map { "\(($0 + 1 << 29) >> 30) GiB" }
    let parts = [
      "\(system) \(release)", architecture, processorModel,
      processors.map { "\($0) processors" }, size,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

/// Which run it was.
package struct RunIdentity: Equatable, Sendable {
  /// Unique to the run.
  package var id: String
  /// The pipeline's name.
  package var pipeline: String
  /// When it started.
  package var startedAt: Timestamp
  /// How long it took, in seconds.
  package var seconds: Double
  /// Who reads it.
  package var host: Host
  /// What it ran on.
  package var machine: MachineIdentity
  /// The configured class of machine.
  package var machineClass: String?
  /// The job that it is one of, such as the leg of a matrix; nil where there is only one.
  package var category: String?
  /// The commit of the repository.
  package var commit: String?
  /// Whether files that git knows differed from the commit; nil where that is not known.
  package var isDirty: Bool?
  /// The branch that the commit was on; nil where that is not known.
  package var branch: String?
  /// The newest commit that it shares with the branch that it is held against.
  package var mergeBase: String?
  /// The digest of the pipeline file, 64 hexadecimal digits.
  package var configSha256: String?
  /// The part of a divided run.
  package var shard: String?
  /// The pipeline file as it is named in reports.
  package var configFile: String?
  /// How many runs of the pipeline its history remembers for a day, on the average; nil without
  /// one.
  package var runsPerDay: Double?

  /// Starts a record of that run, at 0 seconds.
  package init(
    id: String, pipeline: String, startedAt: Timestamp, host: Host, machine: MachineIdentity
  ) {
    self.id = id
    self.pipeline = pipeline
    self.startedAt = startedAt
    self.host = host
    self.machine = machine
    seconds = 0
    machineClass = nil
    category = nil
    commit = nil
    isDirty = nil
    branch = nil
    mergeBase = nil
    configSha256 = nil
    shard = nil
    configFile = nil
    runsPerDay = nil
  }
}

/// One thing that gave the verdict its colour.
package struct VerdictReason: Equatable, Sendable {
  /// What kind of row it is.
  package enum VerdictReasonKind: String, Sendable {
    case objective
    case stage
    case run
  }

  /// Its colour.
  package var colour: VerdictColor
  /// What kind of row it is.
  package var kind: VerdictReasonKind
  /// The row's name.
  package var id: String

  /// Joins a colour and the row that it comes from.
  package init(_ colour: VerdictColor, _ kind: VerdictReasonKind, _ id: String) {
    self.colour = colour
    self.kind = kind
    self.id = id
  }
}

/// Everything known of one run.
package struct RunRecord: Equatable, Sendable {
  /// The version of the stored format.
  package static let schemaVersion = 1

  /// The program that made it.
  package var tool: ToolIdentity
  /// The decision.
  package var verdict: Verdict
  /// The exit code that was given for it.
  package var exitCode: Int
  /// The verdict for a CI system: where the exit code is not that of a verdict, at best unknown.
  package var outwardVerdict: Verdict {
    exitCode < Exit.usage.code || verdict == .red ? verdict : .unknown
  }
  /// False while the run goes on, and for a run that was cancelled.
  package var complete: Bool
  /// The run in one sentence.
  package var headline: String
  /// Which run it was.
  package var run: RunIdentity
  /// What gave the verdict its colour, the strongest first.
  package var reasons: [VerdictReason]
  /// The stages, in the order of the file.
  package var stages: [StageRecord]
  /// The objectives: those of `slo` in the order of stages, then the others.
  package var objectives: [ObjectiveRecord]
  /// Stated problems, causes first.
  package var findings: [Finding]
  /// Why it is red, or slow: the best cause of each trouble, in the order of the stages.
  package var causes: [Cause]
  /// What came of the advice of earlier runs.
  package var predictionResults: [PredictionResult]

  /// A record without rows, as it stands before the first stage.
  package init(
    tool: ToolIdentity, run: RunIdentity, verdict: Verdict, exitCode: Int, headline: String
  ) {
    self.tool = tool
    self.run = run
    self.verdict = verdict
    self.exitCode = exitCode
    self.headline = headline
    complete = false
    reasons = []
    stages = []
    objectives = []
    findings = []
    causes = []
    predictionResults = []
  }

  /// The tallies, counted from the rows.
  package var totals: Totals { Totals(stages: stages, objectives: objectives) }
}
