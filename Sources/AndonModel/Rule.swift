// The kinds of problems that andon states, with their stable ids.
// An id is never given to another kind. Names and texts follow the rules of SARIF's consumers:
// PascalCase names, sentences that end with a period, at most 1,000 characters.

/// A kind of problem.
package enum Rule: String, CaseIterable, Sendable {
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
  case flakyStage = "AND011"
  case budgetUsedUp = "AND012"
  case unmetExpectation = "AND013"
  case waiverWithoutEffect = "AND014"
  case tornJournal = "AND015"
  case weakContainment = "AND016"
  case clockDrift = "AND017"
  case wholeBelowPart = "AND031"
  case hardNotAboveSoft = "AND032"
  case warnAfterFail = "AND033"
  case swallowedStatus = "AND034"
  case expiredWaiver = "AND035"
  case unsharedLock = "AND036"
  case limitBeyondDeadline = "AND037"
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
  case outputSize = "AND111"
  case lockWait = "AND112"
  case processorWait = "AND113"
  case diskWait = "AND114"
  case processCount = "AND115"
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
      case .builtIn(.outputSize): .outputSize
      case .builtIn(.lockWait): .lockWait
      case .builtIn(.cpuWait): .processorWait
      case .builtIn(.ioWait): .diskWait
      case .builtIn(.processes): .processCount
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
    case .flakyStage: "FlakyStage"
    case .budgetUsedUp: "BudgetUsedUp"
    case .unmetExpectation: "UnmetExpectation"
    case .waiverWithoutEffect: "WaiverWithoutEffect"
    case .tornJournal: "TornJournal"
    case .weakContainment: "WeakContainment"
    case .clockDrift: "ClockDrift"
    case .wholeBelowPart: "WholeBelowPart"
    case .hardNotAboveSoft: "HardNotAboveSoft"
    case .warnAfterFail: "WarnAfterFail"
    case .swallowedStatus: "SwallowedStatus"
    case .expiredWaiver: "ExpiredWaiver"
    case .unsharedLock: "UnsharedLock"
    case .limitBeyondDeadline: "LimitBeyondDeadline"
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
    case .outputSize: "OutputSize"
    case .lockWait: "LockWait"
    case .processorWait: "ProcessorWait"
    case .diskWait: "DiskWait"
    case .processCount: "ProcessCount"
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
    case .patternLimit: "A pattern ran into its limit, so that what rests on it is unknown."
    case .reportFault: "A report could not be written, or did not say what the run record says."
    case .noVerdict: "The run came to no verdict."
    case .stageLost: "What became of a stage is not known."
    case .flakyStage: "A stage passed only after a retry."
    case .budgetUsedUp: "The budget of the run was used up before everything had run."
    case .unmetExpectation: "The output of a stage did not show what its figures rest on."
    case .waiverWithoutEffect: "A waiver does not excuse what it was written for."
    case .tornJournal: "The last line of a journal was cut off and is left out."
    case .weakContainment: "Stages could not be held together well enough to be ended for certain."
    case .clockDrift: "The machine slept, or its clock was set, while stages ran."
    case .wholeBelowPart: "A whole is allowed less than one of its parts."
    case .hardNotAboveSoft: "A hard deadline does not lie above its soft one."
    case .warnAfterFail: "A warning cannot come before the failure that it should announce."
    case .swallowedStatus: "A command hides the exit code of its failure."
    case .expiredWaiver: "A waiver has expired."
    case .unsharedLock: "Stages use a tool that locks side by side, without a lock that they share."
    case .limitBeyondDeadline: "A limit lies beyond the deadline that cuts the measurement off."
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
    case .outputSize: "The size of the files that a stage made is held against its limit."
    case .lockWait: "The time that a stage stood still for a file lock is held against its limit."
    case .processorWait: "The time that a stage waited for a processor is held against its limit."
    case .diskWait: "The time that a stage waited for a disk is held against its limit."
    case .processCount: "The number of processes of a stage is held against its limit."
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
    case .flakyStage: "Find out what the first attempt stumbled over; a retry hides it only."
    case .budgetUsedUp: "Find out what has become slow, or raise `budget`."
    case .unmetExpectation:
      "Look at the log: the stage did not do what it was measured for, or `expect` has aged."
    case .waiverWithoutEffect: "Repair what is waived, or agree on a waiver that covers the value."
    case .tornJournal: "Nothing is to be done: the run was killed while it wrote."
    case .weakContainment: "Run andon where /proc and the right to adopt processes are there."
    case .clockDrift: "Run again on a machine that stays awake, if times matter to the second."
    case .wholeBelowPart: "Give the whole at least what its part is given."
    case .hardNotAboveSoft: "Raise `timeout.hard`, or lower `timeout.soft`."
    case .warnAfterFail: "Move the limit of `warn` to the good side of that of `fail`."
    case .swallowedStatus:
      "Let the command fail, list good exit codes in `expect.exit`, or make the stage optional."
    case .expiredWaiver: "Remove it, or agree on a new day."
    case .unsharedLock: "Give these stages one name in `locks`, or order them by `needs`."
    case .limitBeyondDeadline: "Raise `timeout.hard` above the limit, or lower the limit."
    case .wallTime, .cpuTime, .userTime, .systemTime, .peakMemory, .peakProcessMemory,
      .queueTime, .exitCode, .attemptCount, .logSize, .outputSize, .lockWait, .processorWait,
      .diskWait, .processCount, .stageMetric:
      "Compare the measured value with the limit in the pipeline file; bring the value down, or "
        + "change the limit if the promise has changed."
    }
  }

  /// Whether it is about the pipeline file alone, so that a stage may allow it.
  package var isLint: Bool { ("AND031"..."AND059").contains(rawValue) }
}
