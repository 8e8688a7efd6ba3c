// The memory of a stage at one time, by the names of its processes.

/// The memory of all processes with one name.
package struct ProcessMemory: Equatable, Sendable {
  /// The processes' short name, at most 15 bytes; made safe in records.
  package var name: String
  /// The number of processes.
  package var count: Int
  /// Bytes of anonymous and shared memory; shared pages count for each process.
  package var bytes: Double

  /// Joins a name with its memory.
  package init(name: String, count: Int, bytes: Double) {
    self.name = name
    self.count = count
    self.bytes = bytes
  }
}

/// The memory of a stage at one time.
package struct MemorySample: Equatable, Sendable {
  /// Seconds since the leader was executed.
  package var at: Double
  /// The memory by name, the largest first.
  package var holders: [ProcessMemory]

  /// Joins a time with the memory at that time.
  package init(at: Double, holders: [ProcessMemory]) {
    self.at = at
    self.holders = holders
  }

  /// Bytes of all processes.
  package var bytes: Double { holders.reduce(0) { $0 + $1.bytes } }
}
