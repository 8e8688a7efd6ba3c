// What would show that a cause is none. Texts only.

internal import AndonModel

/// Refutes causes.
enum Falsification {
  /// The observation that would refute a cause of a kind, as a sentence without a period.
  static func of(_ kind: CauseClass) -> String {
    texts[kind] ?? "the same failure without this line in the log"
  }

  private static let texts: [CauseClass: String] = [
    .buildFailure: "the command succeeds on the same commit in a clean folder",
    .clockSkew: "the failure stays after the files were touched and the clock was set",
    .corruptArtifact: "the failure stays after the artifact was fetched anew",
    .dependencyConflict: "the same versions resolve on another machine",
    .diskFull: "the failure stays with free space and free inodes on every file system",
    .descriptors: "the failure stays with a higher `ulimit -n`",
    .flakyTest: "the test fails each time it is run alone",
    .lockContention: "it takes as long when nothing else holds the lock",
    .misconfiguration: "the same command succeeds elsewhere without a change",
    .missingDependency: "what is said to be missing is found where the tool looks for it",
    .network: "the address answers from the same machine at the same time",
    .outOfMemory: "the kernel's counter of memory kills did not move, and memory was free",
    .permission: "the same user can do the same by hand",
    .portConflict: "nothing listens on the port before the stage starts",
    .rateLimit: "the same request is answered at once",
    .runnerLost: "the runner's own log shows no interruption",
    .sloBreach: "the figure is within its limit when nothing else runs",
    .testFailure: "the test passes each time on the same commit",
    .timeout: "it fails in the same way without a time limit",
    .tls: "the certificate is accepted by `openssl s_client` on the same machine",
    .crash: "another version of the tool ends in the same way",
    .inputWait: "it ends as soon as its input is closed, and still takes as long",
    .idleWait: "it shows progress in its output while it seems idle",
    .busyLoop: "its output or its files grow while it works",
    .processorStarvation: "it takes as long on an idle machine",
    .diskStall: "it takes as long with its files in memory",
    .memoryDemand: "the peak stays the same with fewer processes at once",
    .leftOver: "it takes as long when no process of an earlier run is there",
    .endedServer: "it fails in the same way with the server started in the same `run`",
    .contradictoryLimits: "both limits were met in one run",
    .nonDeterminism: "the same outputs still differ when that is mended",
  ]
}
