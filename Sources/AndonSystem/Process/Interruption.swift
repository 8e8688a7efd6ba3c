// Signals to andon itself, asked for by work that takes long: between two pieces of it.

internal import CAndonSystem

/// The signals that have arrived since a machine was started.
package struct Interruption: Sendable {
  private let seen: CInt

  /// Looks from now on: what has arrived before was answered.
  package init() { seen = andon_caught_signals() }

  /// The number of a signal that has arrived since; nil for none.
  package var signal: Int32? {
    andon_caught_signals() > seen ? andon_last_signal() : nil
  }
}
