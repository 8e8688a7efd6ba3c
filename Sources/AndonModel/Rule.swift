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
  case reportLimit = "AND018"
  case fileOutside = "AND019"
  case stageBlocked = "AND020"
  case fileRefused = "AND021"
  case fileCutShort = "AND022"
  case countsDisagree = "AND023"
  case resultMissing = "AND024"
  case staleFile = "AND025"
  case noTests = "AND026"
  case historyFault = "AND027"
  case generousLimit = "AND028"
  case testFailed = "AND029"
  case outputsDiffer = "AND030"
  case wholeBelowPart = "AND031"
  case hardNotAboveSoft = "AND032"
  case warnAfterFail = "AND033"
  case swallowedStatus = "AND034"
  case expiredWaiver = "AND035"
  case unsharedLock = "AND036"
  case limitBeyondDeadline = "AND037"
  case overlappingOutputs = "AND038"
  case notVaried = "AND060"
  case variationFailed = "AND061"
  case changedLater = "AND062"
  case writableInstallation = "AND063"
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
  case identicalOutputs = "AND116"
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
      case .builtIn(.identicalOutputs): .identicalOutputs
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
    case .reportLimit: "ReportLimit"
    case .fileOutside: "FileOutside"
    case .stageBlocked: "StageBlocked"
    case .fileRefused: "FileRefused"
    case .fileCutShort: "FileCutShort"
    case .countsDisagree: "CountsDisagree"
    case .resultMissing: "ResultMissing"
    case .staleFile: "StaleFile"
    case .noTests: "NoTests"
    case .historyFault: "HistoryFault"
    case .generousLimit: "GenerousLimit"
    case .testFailed: "TestFailed"
    case .outputsDiffer: "OutputsDiffer"
    case .notVaried: "NotVaried"
    case .variationFailed: "VariationFailed"
    case .changedLater: "ChangedLater"
    case .writableInstallation: "WritableInstallation"
    case .wholeBelowPart: "WholeBelowPart"
    case .hardNotAboveSoft: "HardNotAboveSoft"
    case .warnAfterFail: "WarnAfterFail"
    case .swallowedStatus: "SwallowedStatus"
    case .expiredWaiver: "ExpiredWaiver"
    case .unsharedLock: "UnsharedLock"
    case .limitBeyondDeadline: "LimitBeyondDeadline"
    case .overlappingOutputs: "OverlappingOutputs"
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
    case .identicalOutputs: "IdenticalOutputs"
    case .stageMetric: "StageMetric"
    }
  }

  /// Whether it is about the pipeline file alone, so that a stage may allow it.
  package var isLint: Bool { ("AND031"..."AND059").contains(rawValue) }

  /// How much it weighs where nothing else is said.
  package var level: FindingLevel {
    switch self {
    case .stageFailed, .hardDeadline, .couldNotStart, .cancelled, .reportFault, .budgetUsedUp,
      .fileRefused:
      .error
    case .softDeadline, .leftBehind, .patternLimit, .noVerdict, .stageLost, .unmetExpectation,
      .waiverWithoutEffect, .tornJournal, .weakContainment, .clockDrift, .reportLimit,
      .fileCutShort, .countsDisagree, .resultMissing, .staleFile, .noTests,
      .historyFault, .testFailed, .outputsDiffer, .variationFailed,
      .changedLater, .writableInstallation:
      .warning
    case .flakyStage, .fileOutside, .stageBlocked, .generousLimit, .notVaried: .note
    case .wholeBelowPart, .hardNotAboveSoft, .warnAfterFail, .swallowedStatus, .expiredWaiver,
      .unsharedLock, .limitBeyondDeadline, .overlappingOutputs:
      .warning
    case .wallTime, .cpuTime, .userTime, .systemTime, .peakMemory, .peakProcessMemory, .queueTime,
      .exitCode, .attemptCount, .logSize, .outputSize, .lockWait, .processorWait, .diskWait,
      .processCount, .identicalOutputs, .stageMetric:
      .error
    }
  }

  /// Words by which consumers sort rules.
  package var tags: [String] {
    if isLint { return ["configuration"] }
    return rawValue < "AND100" ? ["reliability"] : ["objective", "performance"]
  }
}
