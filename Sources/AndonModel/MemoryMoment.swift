// Who held memory at one instant.

/// The memory of all processes of one name.
package struct MemoryHolder: Equatable, Sendable {
  /// The processes' short name, made safe.
  package var name: String
  /// How many there were.
  package var count: Int
  /// Bytes of anonymous and shared memory, shared pages counted for each.
  package var bytes: Double

  /// Joins a name with its share.
  package init(name: String, count: Int, bytes: Double) {
    self.name = name
    self.count = count
    self.bytes = bytes
  }
}

/// The memory of a stage at one instant.
package struct MemoryMoment: Equatable, Sendable {
  /// Seconds since the leader was executed.
  package var at: Double
  /// Who held it, the largest first.
  package var holders: [MemoryHolder]

  /// Joins an instant with its holders.
  package init(at: Double, holders: [MemoryHolder]) {
    self.at = at
    self.holders = holders
  }

  /// Bytes of all holders.
  package var bytes: Double { holders.reduce(0) { $0 + $1.bytes } }
}
