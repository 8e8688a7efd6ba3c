// Limits that this process sets itself. setrlimit(2).

internal import CAndonSystem

/// Limits of this process.
package enum ProcessLimits {
  /// Lets it have so many bytes of memory; beyond that it is ended.
  package static func memory(_ bytes: UInt64) { andon_limit_memory(bytes) }
}
