// What the causes that no line tells mean, and what to do about them. Texts only.

internal import AndonModel

/// Words causes.
enum CauseTexts {
  /// What a kind of cause means, and what to do about it.
  static func of(_ kind: CauseClass) -> (why: String, remedy: String) {
    texts[kind] ?? ("It is \(kind).", "Look at what it rests on.")
  }

  private static let texts: [CauseClass: (why: String, remedy: String)] = [
    .lockContention: (
      "Another process holds a lock that the stage needs.",
      "Give stages that share a tool one andon lock (`locks: [NAME]`), or each a folder of its "
        + "own; do not delete the lock file."
    ),
    .processorStarvation: (
      "Others had the processors while the stage was ready to run.",
      "Run it where nothing else runs, or lower `machine.jobs`."
    ),
    .diskStall: (
      "The stage waited for a disk.", "Put its files on a faster disk, or in memory (tmpfs)."
    ),
    .inputWait: (
      "A process waits for input that nobody gives.",
      "Give it its input as a file, or a flag that asks nothing (-y, --batch)."
    ),
    .idleWait: (
      "Nothing of the stage runs: it waits for time to pass, or for somebody else.",
      "Replace the sleep by waiting for what it waits for."
    ),
    .busyLoop: (
      "A process works without coming to an end.",
      "Take a stack with `evidence: { signal: SIGQUIT }` or a profiler, and look at its loop."
    ),
    .memoryDemand: (
      "Processes that are alive at once hold more memory than is allowed.",
      "Run fewer of them at once, or allow more."
    ),
    .outOfMemory: (
      "The kernel ended a process for want of memory.",
      "Run fewer processes at once, or give the machine more memory."
    ),
    .brokenPipe: (
      "The reader of a pipe, such as head, ended before its writer; with pipefail that is a "
        + "failure.",
      "Let the reader read to the end, such as by `sed -n 1p`, or allow 141 of the writer."
    ),
    .diskFull: (
      "A file system has no room left.", "Remove what fills it, or write somewhere else."
    ),
    .crash: ("A program crashed.", "Run it again under a debugger, or with a core file."),
    .missingDependency: (
      "A program, or a file that it needs, is not there.",
      "Install it, or name it by a path that is there."
    ),
    .permission: (
      "The program may not be executed, or may not do what it tries.",
      "Look at its mode and owner."
    ),
    .timeout: (
      "A tool gave up waiting.", "Look at what it waited for; its own limit may be too short."
    ),
    .descriptors: (
      "A process had no more files to open.",
      "Close what is open, or raise the limit: `ulimit -n` before its command."
    ),
    .portConflict: (
      "Another process listens on the port.",
      "Let tests listen on port 0, or end whoever has the port."
    ),
    .clockSkew: (
      "A clock was set, or differs from another one.",
      "Keep the clock in step (NTP), and touch files that are dated in the future."
    ),
    .leftOver: (
      "A process of the stage would not end.",
      "Look at what it waits for in the kernel: a mount, a device, a debugger."
    ),
    .endedServer: (
      "andon ends all processes of a stage when its command ends, also those in the background.",
      "Start the server in the stage that needs it, in the same `run`."
    ),
    .contradictoryLimits: (
      "The whole is allowed less than its parts, each of which may keep its own limit.",
      "Raise `budget` to what the stages may take together, or lower their limits."
    ),
    .testFailure: ("A test failed.", "Read its message; the first failure often explains others."),
    .runnerLost: (
      "The machine, or what supervised the stage, went away.", "Look at the runner's own log."
    ),
  ]
}
