// What andon's rules say to people: what is stated, how it is decided, what to do about it.
// Sentences that end with a period; a summary and its meaning are at most 1,000 characters
// together.

extension Rule {
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
    case .reportLimit: "A report has no room for everything that there is to say."
    case .fileOutside: "The pipeline file lies outside of the repository."
    case .stageBlocked: "A stage did not run because another one did not succeed."
    case .fileRefused: "A file of another tool cannot be read."
    case .fileCutShort: "A file of another tool can be read only up to a fault."
    case .countsDisagree: "A file of test results counts other cases than it holds."
    case .resultMissing: "A file names a result and has no value for it."
    case .staleFile: "A file of results is older than the stage that should have written it."
    case .noTests: "A file of test results holds no case that was run."
    case .historyFault: "The history of earlier runs could not be used."
    case .generousLimit: "No run used more than a tenth of a limit."
    case .testFailed: "A test failed, by the results that a stage collects."
    case .outputsDiffer: "A stage did not make the same outputs in all of its runs."
    case .notVaried: "Something that was to be varied could not be."
    case .variationFailed: "A stage did not come to a good end in changed surroundings."
    case .changedLater: "An output or a log of a stage was changed after the stage had ended."
    case .writableInstallation: "Stages can write to the folder that andon is installed in."
    case .wholeBelowPart: "A whole is allowed less than one of its parts."
    case .hardNotAboveSoft: "A hard deadline does not lie above its soft one."
    case .warnAfterFail: "A warning cannot come before the failure that it should announce."
    case .swallowedStatus: "A command hides the exit code of its failure."
    case .expiredWaiver: "A waiver has expired."
    case .unsharedLock: "Stages use a tool that locks side by side, without a lock that they share."
    case .limitBeyondDeadline: "A limit lies beyond the deadline that cuts the measurement off."
    case .overlappingOutputs: "Outputs of a reproducible stage may be another stage's as well."
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
    case .identicalOutputs:
      "The share of a stage's outputs that never differ is held against its limit."
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
    case .reportLimit: "Read verdict.json, or verdict.sarif: they hold everything."
    case .fileOutside: "Keep the pipeline file in the repository, so that reports can point to it."
    case .stageBlocked: "Look at the finding that it follows from."
    case .fileRefused:
      "Look at the reason: the file is cut off, of another kind, or its tool was killed."
    case .fileCutShort: "Find out what ended the tool while it wrote, or repair its output."
    case .countsDisagree: "Tell the tool's authors; the cases were counted one by one."
    case .resultMissing: "Look for the benchmark's own failure in its output."
    case .staleFile:
      "Remove old results before the stage, or let it write to where `collect` looks."
    case .noTests: "Check what selects the tests: nothing was tested."
    case .historyFault:
      "Look at the reason; give the file back its rights, or let a new history grow."
    case .generousLimit: "Lower the limit to about twice of what was used."
    case .testFailed: "Read its message; where its stage has a cause, look at that first."
    case .outputsDiffer: "Look at the first difference and at what makes it disappear."
    case .notVaried: "Install what is missing, or take the name out of `vary`."
    case .variationFailed: "Read the log of that run: the stage relies on what was changed."
    case .changedLater:
      "Name the file in `outputs` of the stage that changes it, or let no stage change it."
    case .writableInstallation:
      "Install andon where the user of the stages cannot write, such as /usr/lib."
    case .wholeBelowPart: "Give the whole at least what its part is given."
    case .hardNotAboveSoft: "Raise `timeout.hard`, or lower `timeout.soft`."
    case .warnAfterFail: "Move the limit of `warn` to the good side of that of `fail`."
    case .swallowedStatus:
      "Let the command fail, list good exit codes in `expect.exit`, or make the stage optional."
    case .expiredWaiver: "Remove it, or agree on a new day."
    case .unsharedLock: "Give these stages one name in `locks`, or order them by `needs`."
    case .limitBeyondDeadline: "Raise `timeout.hard` above the limit, or lower the limit."
    case .overlappingOutputs: "Let each stage write to a folder of its own, and name that."
    case .wallTime, .cpuTime, .userTime, .systemTime, .peakMemory, .peakProcessMemory,
      .queueTime, .exitCode, .attemptCount, .logSize, .outputSize, .lockWait, .processorWait,
      .diskWait, .processCount, .identicalOutputs, .stageMetric:
      "Compare the measured value with the limit in the pipeline file; bring the value down, or "
        + "change the limit if the promise has changed."
    }
  }

  /// How it is decided, and what it does to the verdict; one or two sentences.
  package var meaning: String {
    switch self {
    case .stageFailed:
      "Its last attempt ended by itself, with an exit code that is not a good one or by a signal. "
        + "A required stage that fails is red, an optional one yellow."
    case .hardDeadline:
      "The whole process tree was asked to end, and killed after the grace period. What was "
        + "measured until then is a lower bound. A required stage that is stopped is red."
    case .couldNotStart:
      "Its program or its working folder was missing, or `prepare` failed, so that nothing was "
        + "measured. A required stage that cannot start is red."
    case .softDeadline:
      "The stage is slow from then on, which is yellow; evidence of what it was doing was taken."
    case .leftBehind:
      "After the stage's own process had ended, descendants of it still ran. They give no colour."
    case .cancelled:
      "All stages were ended within two seconds; what had not started is unknown, never green."
    case .patternLimit:
      "Patterns are matched with limits on backtracking, so that no output can hold up a run."
    case .reportFault:
      "Every report is read back and counted again; one that differs is removed."
    case .noVerdict:
      "Nothing was judged, or what was needed for a judgment did not run. Unknown is never green."
    case .stageLost: "andon or the process that holds the stage was killed while it ran."
    case .flakyStage:
      "An earlier attempt failed and a later one did not; its objectives are at best a warning."
    case .budgetUsedUp:
      "Stages that ran were stopped in time, and the rest was not started. That is red for a "
        + "required stage that was stopped, and unknown for one that did not start."
    case .unmetExpectation:
      "No line of the output was as `expect.matches` asks, so that its figures mean nothing."
    case .waiverWithoutEffect:
      "It has expired, the value lies above `not-above`, or there was nothing to excuse."
    case .tornJournal: "andon was killed while it wrote the line; all lines before it are whole."
    case .weakContainment:
      "The kernel lets andon neither adopt nor count the processes of a stage for certain."
    case .clockDrift:
      "Durations come from a clock that does neither jump nor stand still with the calendar's, and "
        + "may differ from those that others measured."
    case .reportLimit:
      "Consumers take a limited number of results; the most important ones come first, and the "
        + "others are counted."
    case .fileOutside:
      "Reports name places relative to the repository; a file outside is named by its name alone."
    case .stageBlocked:
      "It needs the other stage, directly or through others. Its objectives are unknown."
    case .fileRefused: "What rests on it is unknown, never a pass."
    case .fileCutShort:
      "What was counted up to the fault is a lower bound: it can prove a failure, never a pass."
    case .countsDisagree: "The cases count, not the header that tells of them."
    case .resultMissing: "A value that is missing is unknown, never 0."
    case .staleFile: "It tells of an earlier run and is not taken."
    case .noTests:
      "A suite without cases shows nothing; the promise that comes with `collect` fails then."
    case .historyFault:
      "What is held against earlier runs is then unknown or still learning; nothing else changes."
    case .generousLimit:
      "Such a limit would let a regression of many times pass before anybody heard of it."
    case .testFailed:
      "It is a symptom where the stage itself failed, and a cause where only its results tell."
    case .outputsDiffer:
      "Type, mode, link target and content of every output are compared with those of the first "
        + "run. By itself it gives no colour: an objective over `identical-outputs` does."
    case .notVaried: "What was not varied was not shown to make no difference."
    case .variationFailed:
      "Its outputs could not be compared, so that the share of identical ones is unknown, not 0."
    case .changedLater:
      "Outputs are digested when their stage ends, and looked at again when the run ends. The "
        + "stage is yellow; an output that a later stage names as well is that stage's."
    case .writableInstallation:
      "A stage could put another program in the place of andon. It has no colour: what andon "
        + "starts was opened before the first stage."
    case .wholeBelowPart:
      "Of two limits one always breaks first, so that the other one can never tell anything."
    case .hardNotAboveSoft: "Such a stage is stopped before it can be slow."
    case .warnAfterFail: "`fail` is looked at first, so that such a `warn` never speaks."
    case .swallowedStatus:
      "`|| true`, a semicolon or a pipe can turn a failure into success, which is then measured."
    case .expiredWaiver: "It excuses nothing any more, from the day after `until` on, in UTC."
    case .unsharedLock:
      "cargo, apt, gradle and git wait for locks of their own, and that wait is measured as work."
    case .limitBeyondDeadline:
      "A stage that is stopped at its deadline can neither keep nor break such a limit."
    case .overlappingOutputs:
      "What `outputs` names is moved aside, compared and removed between its runs, whoever made it."
    case .wallTime:
      "Wall time runs from the start of the program to its exit, in seconds; waiting for andon's "
        + "own slots and locks is not a part of it. \(Self.bounds)"
    case .cpuTime:
      "It is the processor time of all processes of the stage together, in seconds. \(Self.bounds)"
    case .userTime:
      "It is the part of the processor time that ran in user mode, in seconds. \(Self.bounds)"
    case .systemTime:
      "It is the part of the processor time that ran in the kernel, in seconds. \(Self.bounds)"
    case .peakMemory:
      "It is the anonymous and shared memory of all processes at one instant, at the most, in "
        + "bytes. \(Self.bounds)"
    case .peakProcessMemory:
      "It is the largest resident set of any single process, in bytes. \(Self.bounds)"
    case .queueTime:
      "It runs from the moment at which all needs were met to the start, in seconds. "
        + Self.bounds
    case .exitCode: "It is missing when the program did not exit by itself. \(Self.bounds)"
    case .attemptCount:
      "Retries, repeats and warm-ups count, runs that compare outputs do not. \(Self.bounds)"
    case .logSize: "It is what the stage printed, in bytes. \(Self.bounds)"
    case .outputSize:
      "It is the size of the files that `outputs` names and that the stage made, in bytes. "
        + Self.bounds
    case .lockWait:
      "It is the time in which nothing of the stage ran and some process of it waited for a file "
        + "lock, in seconds. \(Self.bounds)"
    case .processorWait:
      "It is the time in which some process was ready to run and had no processor, in seconds. "
        + Self.bounds
    case .diskWait:
      "It is the time in which some process waited for a disk, in seconds. \(Self.bounds)"
    case .processCount: "It counts the processes that were started in the stage. \(Self.bounds)"
    case .identicalOutputs:
      "It is the number of outputs that are the same in all runs, divided by the number of all. "
        + Self.bounds
    case .stageMetric:
      "It is taken from the output or a file of the stage, as `metrics` says. \(Self.bounds)"
    }
  }

  // What all objectives have in common.
  private static var bounds: String {
    "A value that was cut off is a bound, and one that is missing is unknown, never 0."
  }
}
