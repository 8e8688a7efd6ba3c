// The stable ids of the problems that andon states, each with its name, level and texts.
// An id is never given to another problem. Names and texts follow the rules of SARIF's consumers:
// PascalCase names, sentences that end with a period, summary and meaning together at most 1,000
// characters.

/// A kind of problem.
package enum FindingCode: String, CaseIterable, Sendable {
  case stageFailed = "AND001"
  case hardDeadline = "AND002"
  case couldNotStart = "AND003"
  case softDeadline = "AND004"
  case leakedProcesses = "AND005"
  case runCanceled = "AND006"
  case patternLimit = "AND007"
  case reportFailure = "AND008"
  case noVerdict = "AND009"
  case stageLost = "AND010"
  case flakyStage = "AND011"
  case budgetUsedUp = "AND012"
  case unmetExpectation = "AND013"
  case ineffectiveWaiver = "AND014"
  case truncatedJournal = "AND015"
  case weakContainment = "AND016"
  case clockDrift = "AND017"
  case reportLimit = "AND018"
  case fileOutside = "AND019"
  case stageBlocked = "AND020"
  case fileRefused = "AND021"
  case fileTruncated = "AND022"
  case countsDisagree = "AND023"
  case resultMissing = "AND024"
  case staleFile = "AND025"
  case noTests = "AND026"
  case historyProblem = "AND027"
  case looseLimit = "AND028"
  case testFailed = "AND029"
  case outputsDiffer = "AND030"
  case totalBelowPart = "AND031"
  case hardDeadlineBeforeSoft = "AND032"
  case unreachableWarning = "AND033"
  case ignoredExitStatus = "AND034"
  case expiredWaiver = "AND035"
  case missingLock = "AND036"
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

  /// The name in PascalCase.
  package var name: String {
    let name = "\(self)"
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// Whether it is about the pipeline file alone, so that a stage may allow it.
  package var isLint: Bool { ("AND031"..."AND059").contains(rawValue) }

  /// Words by which consumers sort codes.
  package var tags: [String] {
    if isLint { return ["configuration"] }
    return rawValue < "AND100" ? ["reliability"] : ["objective", "performance"]
  }

  /// The level of a finding with this code, unless the finding states another one.
  package var level: FindingLevel { description.level }
  /// The problem in one sentence.
  package var summary: String { description.summary }
  /// How andon decides it and how it affects the verdict: one or two sentences.
  package var meaning: String { description.meaning }
  /// How to solve it.
  package var help: String { description.help }

  /// The code of an objective over an indicator.
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
}
