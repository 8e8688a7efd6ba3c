// `--exit-yellow`, an option of several commands.

internal import ArgumentParser

/// `--exit-yellow`, the same for all commands that have it.
enum YellowExit {
  /// Refuses numbers that a shell or andon itself gives another meaning.
  static func validate(_ number: Int?) throws {
    if let number, !(0...63).contains(number) {
      throw ValidationError("--exit-yellow takes a number from 0 to 63")
    }
  }
}
