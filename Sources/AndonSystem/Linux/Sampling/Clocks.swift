// Three clocks against each other: monotonic, monotonic with sleep, the calendar's.
// clock_gettime(2): CLOCK_MONOTONIC stands still while the machine sleeps, CLOCK_BOOTTIME does not.

#if os(Linux)
  internal import Glibc

  /// The clocks at one moment.
  struct Clocks {
    private let monotonic: Double
    private let boot: Double
    private let calendar: Double

    /// Reads them.
    init() {
      monotonic = Self.read(CLOCK_MONOTONIC)
      boot = Self.read(CLOCK_BOOTTIME)
      calendar = Self.read(CLOCK_REALTIME)
    }

    /// How far the others have moved against the monotonic one since then.
    var drift: ClockDrift {
      let now = Clocks()
      let slept = (now.boot - boot) - (now.monotonic - monotonic)
      return ClockDrift(asleep: slept, set: (now.calendar - calendar) - (now.boot - boot))
    }

    private static func read(_ clock: clockid_t) -> Double {
      var now = timespec()
      unsafe clock_gettime(clock, &now)
      return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
  }
#endif
