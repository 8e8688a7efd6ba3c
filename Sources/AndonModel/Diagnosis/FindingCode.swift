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

// MARK: Levels and texts

extension FindingCode {
  /// The level and the texts of one code.
  struct Description {
    let level: FindingLevel
    let summary: String
    let meaning: String
    let help: String

    fileprivate init(
      _ level: FindingLevel, _ summary: String, meaning: String, help: String
    ) {
      self.level = level
      self.summary = summary
      self.meaning = meaning
      self.help = help
    }

    // Objectives have a level, a bound and a remedy in common.
    fileprivate init(objective value: String, meaning: String) {
      self.init(
        .error, "\(value) is compared with its limit.",
        meaning: meaning + " A truncated value is a bound, and a missing one is unknown, never 0.",
        help: "Compare the measured value with the limit in the pipeline file; lower the value, or "
          + "change the limit if the requirement has changed.")
    }
  }

  var description: Description {
    switch self {
    case .stageFailed:
      Description(
        .error, "A stage failed.",
        meaning: "Its last attempt ended by a signal or with an exit code that is not listed in "
          + "`expect.exit`. A required stage that fails is red, an optional one yellow.",
        help: "Read the end of the stage's log, fix the cause, and run again.")
    case .hardDeadline:
      Description(
        .error, "A stage was stopped at its hard deadline.",
        meaning: "The whole process tree was asked to end, and was killed after the grace period. "
          + "Its measurements are lower bounds. A required stage that is stopped is red.",
        help: "Find out what the stage waited for or worked on; raise `timeout.hard` only if the "
          + "work really takes that long.")
    case .couldNotStart:
      Description(
        .error, "A stage could not be started.",
        meaning: "Its program or its working directory is missing, or `prepare` failed, so nothing "
          + "was measured. A required stage that cannot start is red.",
        help: "Check that the program and the working directory exist and that `prepare` succeeds.")
    case .softDeadline:
      Description(
        .warning, "A stage exceeded its soft deadline.",
        meaning: "From then on the stage is slow, which is yellow; a snapshot of its processes was "
          + "taken as evidence.",
        help: "Find out why the stage has become slow, or raise `timeout.soft`.")
    case .leakedProcesses:
      Description(
        .warning, "A stage left processes behind, which andon ended.",
        meaning: "Descendants of the stage's process were still running after it had ended. They "
          + "do not affect the verdict.",
        help: "End background processes in the stage's own command, or wait for them.")
    case .runCanceled:
      Description(
        .error, "A signal canceled the run.",
        meaning: "All stages were ended within two seconds; stages that had not started are "
          + "unknown, never green.",
        help: "Run again; stages that had not started were not judged.")
    case .patternLimit:
      Description(
        .warning, "A pattern reached its limit, so the result that depends on it is unknown.",
        meaning: "Patterns are matched with limits on backtracking, so that no output can delay a "
          + "run.",
        help: "Rewrite the pattern so that it needs no backtracking.")
    case .reportFailure:
      Description(
        .error, "A report could not be written, or did not match the run record.",
        meaning: "Every report is read back and compared with the record; one that differs is "
          + "removed.",
        help: "Check the space and the permissions of the report directory and run again.")
    case .noVerdict:
      Description(
        .warning, "The run reached no verdict.",
        meaning: "Nothing was judged, or a stage that a judgment needs did not run. Unknown is "
          + "never green.",
        help: "Read the console output of the run; a run without a verdict is never a pass.")
    case .stageLost:
      Description(
        .warning, "The result of a stage is unknown.",
        meaning: "andon, or the process that supervises the stage, was killed while it ran.",
        help: "Run again; the supervisor of the stage was killed from outside.")
    case .flakyStage:
      Description(
        .note, "A stage passed only after a retry.",
        meaning: "An earlier attempt failed and a later one passed; its objectives are at best a "
          + "warning.",
        help: "Find out why the first attempt failed; a retry only hides the cause.")
    case .budgetUsedUp:
      Description(
        .error, "The run's budget was used up before all stages had run.",
        meaning: "Running stages were stopped in time, and the others were not started. That is "
          + "red for a required stage that was stopped, and unknown for one that did not start.",
        help: "Find out what has become slow, or raise `budget`.")
    case .unmetExpectation:
      Description(
        .warning, "The output of a stage did not match its expectation.",
        meaning: "No line of the output matched `expect.matches`, so the stage's measurements are "
          + "ignored.",
        help: "Read the log: either the stage did not do what is measured, or `expect` is out of "
          + "date.")
    case .ineffectiveWaiver:
      Description(
        .warning, "A waiver does not cover the objective that it was written for.",
        meaning: "It has expired, the value is above `not-above`, or the objective did not fail.",
        help: "Fix what is waived, or agree on a waiver that covers the value.")
    case .truncatedJournal:
      Description(
        .warning, "The last line of a journal is truncated and was ignored.",
        meaning: "andon was killed while it wrote the line; all lines before it are complete.",
        help: "No action needed.")
    case .weakContainment:
      Description(
        .warning, "andon could not contain the processes of stages reliably.",
        meaning: "The kernel does not let andon adopt or count all processes of a stage.",
        help: "Run andon where /proc is mounted and it may become a subreaper.")
    case .clockDrift:
      Description(
        .warning, "The machine slept, or its clock was set, while stages ran.",
        meaning: "Durations come from a monotonic clock and may differ from those that other "
          + "programs measured.",
        help: "Run again on a machine that stays awake, if times matter to the second.")
    case .reportLimit:
      Description(
        .warning, "A report is limited in size and does not contain everything.",
        meaning: "Consumers accept a limited number of results; the most important ones come "
          + "first, and the others are counted.",
        help: "Read verdict.json or verdict.sarif: they are complete.")
    case .fileOutside:
      Description(
        .note, "The pipeline file is outside the repository.",
        meaning: "Reports name locations relative to the repository; a file outside is named "
          + "without its directory.",
        help: "Keep the pipeline file in the repository, so that reports can point to it.")
    case .stageBlocked:
      Description(
        .note, "A stage did not run because another one did not succeed.",
        meaning: "It needs the other stage, directly or through others. Its objectives are "
          + "unknown.",
        help: "Read the finding that caused this one.")
    case .fileRefused:
      Description(
        .error, "A result file cannot be read.",
        meaning: "Every value that depends on it is unknown, never a pass.",
        help: "Read the reason: the file is truncated, has another format, or its tool was killed.")
    case .fileTruncated:
      Description(
        .warning, "A result file can be read only up to an error.",
        meaning: "The counts up to the error are lower bounds: they can prove a failure, never a "
          + "pass.",
        help: "Find out what ended the tool while it wrote, or fix its output.")
    case .countsDisagree:
      Description(
        .warning, "The counts in the header of a result file differ from its content.",
        meaning: "andon counts the cases themselves, not the header.",
        help: "Report it to the authors of the tool; andon counted the cases one by one.")
    case .resultMissing:
      Description(
        .warning, "A result file names a result without a value.",
        meaning: "A missing value is unknown, never 0.",
        help: "Look for the benchmark's own failure in its output.")
    case .staleFile:
      Description(
        .warning, "A result file is older than the stage that should have written it.",
        meaning: "It belongs to an earlier run and is not read.",
        help: "Remove old results before the stage, or write the file where `collect` reads it.")
    case .noTests:
      Description(
        .warning, "A result file contains no test that ran.",
        meaning: "A suite without cases shows nothing; the objective that comes with `collect` "
          + "fails then.",
        help: "Check how tests are selected: none ran.")
    case .historyProblem:
      Description(
        .warning, "The history of earlier runs could not be used.",
        meaning: "Objectives that compare with earlier runs are unknown or still learning; nothing "
          + "else changes.",
        help: "Read the reason; restore the permissions of the file, or let andon begin a new "
          + "history.")
    case .looseLimit:
      Description(
        .note, "No run used more than a tenth of a limit.",
        meaning: "Such a limit lets a large regression pass unnoticed.",
        help: "Lower the limit to about twice the value that is used.")
    case .testFailed:
      Description(
        .warning, "A test failed, according to the results that a stage collects.",
        meaning: "It is a symptom if the stage itself failed, and a cause if only its results show "
          + "it.",
        help: "Read its message; if its stage has a cause, begin there.")
    case .outputsDiffer:
      Description(
        .warning, "A stage did not produce the same outputs in all of its runs.",
        meaning: "Type, mode, link target and content of every output are compared with those of "
          + "the first run. The finding does not affect the verdict: an objective over "
          + "`identical-outputs` does.",
        help: "Read the first difference and the variation that removes it.")
    case .notVaried:
      Description(
        .note, "Something could not be varied on this machine.",
        meaning: "A variation that was not tested may still make a difference.",
        help: "Install what is missing, or remove the name from `vary`.")
    case .variationFailed:
      Description(
        .warning, "A stage failed under a variation.",
        meaning: "Its outputs could not be compared, so the share of identical ones is unknown, "
          + "not 0.",
        help: "Read the log of that run: the stage depends on what was changed.")
    case .changedLater:
      Description(
        .warning, "A file changed after the stage that made it had ended.",
        meaning: "Outputs are digested when their stage ends, and compared again when the run "
          + "ends. The stage is yellow; an output that a later stage names as well belongs to that "
          + "stage.",
        help: "Name the file in `outputs` of the stage that changes it, or let no stage change it.")
    case .writableInstallation:
      Description(
        .warning, "Stages can write to the directory of andon's programs.",
        meaning: "A stage could replace andon. It does not affect the verdict: andon opened its "
          + "programs before the first stage.",
        help: "Install andon where the user of the stages cannot write, such as /usr/lib.")
    case .totalBelowPart:
      Description(
        .warning, "The limit of a total is below the limit of one of its parts.",
        meaning: "One of the two limits always breaks first, so the other one has no effect.",
        help: "Raise the limit of the total to at least that of its part.")
    case .hardDeadlineBeforeSoft:
      Description(
        .warning, "A hard deadline is not later than the soft one.",
        meaning: "Such a stage is stopped before it can be slow.",
        help: "Raise `timeout.hard`, or lower `timeout.soft`.")
    case .unreachableWarning:
      Description(
        .warning, "A `warn` limit can never take effect.",
        meaning: "`fail` is checked first, and every value that warns already fails.",
        help: "Make the limit of `warn` stricter than that of `fail`.")
    case .ignoredExitStatus:
      Description(
        .warning, "A command ignores the exit status of a program.",
        meaning: "`|| true`, a semicolon or a pipe can turn a failure into a success, which is "
          + "then measured.",
        help: "Let the command fail, list accepted exit codes in `expect.exit`, or make the stage "
          + "optional.")
    case .expiredWaiver:
      Description(
        .warning, "A waiver has expired.",
        meaning: "From the day after `until` on, in UTC, it has no effect.",
        help: "Remove it, or agree on a new day.")
    case .missingLock:
      Description(
        .warning, "Stages that may run at the same time wait for a lock of the same tool.",
        meaning: "cargo, apt, gradle and git use locks of their own, and that wait is measured as "
          + "work.",
        help: "Give these stages one name in `locks`, or order them with `needs`.")
    case .limitBeyondDeadline:
      Description(
        .warning, "A limit is beyond the hard deadline of its stage.",
        meaning: "A stage that is stopped at its deadline can neither meet nor break the limit.",
        help: "Raise `timeout.hard` above the limit, or lower the limit.")
    case .overlappingOutputs:
      Description(
        .warning, "A reproducible stage shares outputs with another stage.",
        meaning: "The files of `outputs` are moved, compared and removed between the stage's runs, "
          + "whichever stage made them.",
        help: "Let each stage write to its own directory, and name that directory in `outputs`.")
    case .wallTime:
      Description(
        objective: "The wall time of a stage",
        meaning: "Wall time is measured from the start of the program to its exit, in seconds; "
          + "waiting for andon's own slots and locks is not included.")
    case .cpuTime:
      Description(
        objective: "The processor time of a stage",
        meaning: "It is the processor time of all processes of the stage, in seconds.")
    case .userTime:
      Description(
        objective: "The processor time of a stage in user mode",
        meaning: "It is the processor time that was spent in user mode, in seconds.")
    case .systemTime:
      Description(
        objective: "The processor time of a stage in the kernel",
        meaning: "It is the processor time that was spent in the kernel, in seconds.")
    case .peakMemory:
      Description(
        objective: "The peak memory of a stage",
        meaning: "It is the largest sum of the anonymous and shared memory of all processes at one "
          + "time, in bytes.")
    case .peakProcessMemory:
      Description(
        objective: "The peak memory of one process of a stage",
        meaning: "It is the largest resident set of a single process, in bytes.")
    case .queueTime:
      Description(
        objective: "The time that a stage waited to be started",
        meaning: "It is measured from the moment at which all needs were met to the start, in "
          + "seconds.")
    case .exitCode:
      Description(
        objective: "The exit code of a stage",
        meaning: "It is missing if a signal ended the program.")
    case .attemptCount:
      Description(
        objective: "The number of attempts of a stage",
        meaning: "Retries, repeats and warm-ups count; runs that compare outputs do not.")
    case .logSize:
      Description(
        objective: "The size of the output that a stage printed",
        meaning: "It is the size of the stage's output, in bytes.")
    case .outputSize:
      Description(
        objective: "The size of the files that a stage made",
        meaning: "It is the size of the files that match `outputs`, in bytes.")
    case .lockWait:
      Description(
        objective: "The time that a stage waited for file locks",
        meaning: "It is the time during which no process of the stage ran and one of them waited "
          + "for a file lock, in seconds.")
    case .processorWait:
      Description(
        objective: "The time that a stage waited for a processor",
        meaning: "It is the time during which a process was ready to run and had no processor, in "
          + "seconds.")
    case .diskWait:
      Description(
        objective: "The time that a stage waited for a disk",
        meaning: "It is the time during which a process waited for a disk, in seconds.")
    case .processCount:
      Description(
        objective: "The number of processes of a stage",
        meaning: "It is the number of processes that were started in the stage.")
    case .identicalOutputs:
      Description(
        objective: "The share of reproducible outputs of a stage",
        meaning: "It is the number of outputs that are identical in all runs, divided by the "
          + "number of all outputs.")
    case .stageMetric:
      Description(
        objective: "A value that a stage reports",
        meaning: "The value is read from the output or a file of the stage, as `metrics` says.")
    }
  }
}
