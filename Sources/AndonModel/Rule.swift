// The kinds of problems that andon states, with their stable ids.
// An id is never given to another kind. Names and texts follow the rules of SARIF's consumers:
// PascalCase names, sentences that end with a period, at most 1,000 characters.

/// A kind of problem.
package enum Rule: String, CaseIterable, Sendable, Codable {
  case stageFailed = "AND001"
  case hardDeadline = "AND002"
  case couldNotStart = "AND003"
  case softDeadline = "AND004"
  case leftBehind = "AND005"
  case cancelled = "AND006"
  case patternLimit = "AND007"
  case reportFault = "AND008"
  case noVerdict = "AND009"
  case stageLost = "AND010"
  case wallTime = "AND101"
  case cpuTime = "AND102"
  case userTime = "AND103"
  case systemTime = "AND104"
  case peakMemory = "AND105"
  case peakProcessMemory = "AND106"
  case queueTime = "AND107"
  case exitCode = "AND108"
  case attemptCount = "AND109"
  case logSize = "AND110"
  case stageMetric = "AND120"

  /// The rule under which an objective over this indicator is reported.
  package init(for indicator: IndicatorName) {
    self =
      switch indicator {
      case .builtIn(.wall): .wallTime
      case .builtIn(.cpu): .cpuTime
      case .builtIn(.user): .userTime
      case .builtIn(.system): .systemTime
      case .builtIn(.peakMemory): .peakMemory
      case .builtIn(.peakProcessMemory): .peakProcessMemory
      case .builtIn(.queued): .queueTime
      case .builtIn(.exitCode): .exitCode
      case .builtIn(.attempts): .attemptCount
      case .builtIn(.logSize): .logSize
      case .metric: .stageMetric
      }
  }

  /// A name in PascalCase.
  package var name: String {
    switch self {
    case .stageFailed: "StageFailed"
    case .hardDeadline: "HardDeadline"
    case .couldNotStart: "CouldNotStart"
    case .softDeadline: "SoftDeadline"
    case .leftBehind: "LeftBehind"
    case .cancelled: "RunCancelled"
    case .patternLimit: "PatternLimit"
    case .reportFault: "ReportFault"
    case .noVerdict: "NoVerdict"
    case .stageLost: "StageLost"
    case .wallTime: "WallTime"
    case .cpuTime: "CpuTime"
    case .userTime: "UserTime"
    case .systemTime: "SystemTime"
    case .peakMemory: "PeakMemory"
    case .peakProcessMemory: "PeakProcessMemory"
    case .queueTime: "QueueTime"
    case .exitCode: "ExitCode"
    case .attemptCount: "AttemptCount"
    case .logSize: "LogSize"
    case .stageMetric: "StageMetric"
    }
  }

  /// What it states, in one sentence.
  package var summary: String {
    switch self {
    case .stageFailed: "A stage ended with a failure."
    case .hardDeadline: "A stage was stopped at its hard deadline."
    case .couldNotStart: "A stage could not be started."
    case .softDeadline: "A stage went over its soft deadline."
    case .leftBehind: "A stage left processes behind, which were ended."
    case .cancelled: "The run was cancelled by a signal."
    case .patternLimit: "A pattern ran into its limit, so that its metric is missing."
    case .reportFault: "A report could not be written, or did not say what the run record says."
    case .noVerdict: "The run came to no verdict."
    case .stageLost: "What became of a stage is not known."
    case .wallTime: "The time from start to end of a stage is held against its limit."
    case .cpuTime: "The processor time of a stage is held against its limit."
    case .userTime: "The processor time of a stage in user mode is held against its limit."
    case .systemTime: "The processor time of a stage in the kernel is held against its limit."
    case .peakMemory: "The memory of a stage's whole process tree is held against its limit."
    case .peakProcessMemory: "The memory of a stage's largest process is held against its limit."
    case .queueTime: "The time that a stage waited for a slot or a lock is held against its limit."
    case .exitCode: "The exit code of a stage is held against its limit."
    case .attemptCount: "The number of attempts of a stage is held against its limit."
    case .logSize: "The amount of output of a stage is held against its limit."
    case .stageMetric: "A number that a stage printed is held against its limit."
    }
  }

  /// What a reader can do about it.
  package var help: String {
    switch self {
    case .stageFailed: "Read the end of the stage's log, repair its cause, and run again."
    case .hardDeadline:
      "Find out what the stage waited for or worked on; raise `timeout.hard` only if the work is "
        + "really that long."
    case .couldNotStart: "Check that the program, the working folder and `prepare` are there."
    case .softDeadline: "Find out why the stage has become slow, or raise `timeout.soft`."
    case .leftBehind: "End background processes in the stage's own command, or wait for them."
    case .cancelled: "Run again; what had not started was not judged."
    case .patternLimit: "Write the pattern so that it needs no backtracking."
    case .reportFault: "Check space and permissions of the report folder and run again."
    case .noVerdict: "Read the console of the run; a run without a verdict is never a pass."
    case .stageLost: "Run again; the supervisor of the stage was killed from outside."
    case .wallTime, .cpuTime, .userTime, .systemTime, .peakMemory, .peakProcessMemory,
      .queueTime, .exitCode, .attemptCount, .logSize, .stageMetric:
      "Compare the measured value with the limit in the pipeline file; bring the value down, or "
        + "change the limit if the promise has changed."
    }
  }
}
