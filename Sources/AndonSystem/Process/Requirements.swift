// The parts of the operating system that andon cannot work without. proc(5).

internal import Glibc

/// Checks the machine before anything is done.
package enum Requirements {
  /// The first requirement that is not met, with the system's reason; nil when all are met.
  ///
  /// Processes, locks and andon's own programs are found through /proc.
  package static func missing() -> SystemError? {
    for path in ["/proc/self/stat", "/proc/self/exe"] where unsafe access(path, R_OK) != 0 {
      return .last("read \(path)")
    }
    return nil
  }
}
