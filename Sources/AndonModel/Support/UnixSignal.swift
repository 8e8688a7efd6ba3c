// Unix signals by number and name.

/// A Unix signal, such as SIGTERM.
package struct UnixSignal: Hashable, Sendable, CustomStringConvertible {
  /// Its number on this system.
  package let number: Int32

  /// Takes the number of a signal.
  package init(_ number: Int32) { self.number = number }

  /// The interrupt key.
  package static let interrupt = UnixSignal(2)
  /// The quit key.
  package static let quit = UnixSignal(3)
  /// The final one, which no process can refuse.
  package static let kill = UnixSignal(9)
  /// The polite one.
  package static let terminate = UnixSignal(15)
  /// The terminal is gone.
  package static let hangUp = UnixSignal(1)
  /// Lets a stopped process go on.
  package static let `continue` = UnixSignal(18)

  // The numbers of Linux on x86-64 and arm64, signal(7).
  private static let names = [
    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
    "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
  ]

  /// The name with its prefix: `SIGTERM`; of a number without a name `SIG35`.
  package var description: String {
    let index = Int(number)
    return "SIG"
      + (Self.names.indices.contains(index) && index > 0 ? Self.names[index] : "\(index)")
  }

  /// Reads a name that `description` wrote.
  package init?(name: String) {
    guard name.hasPrefix("SIG") else { return nil }
    let rest = String(name.dropFirst(3))
    if let index = Self.names.firstIndex(of: rest), index > 0 {
      self.init(Int32(index))
    } else if let number = Int32(rest) {
      self.init(number)
    } else {
      return nil
    }
  }
}
