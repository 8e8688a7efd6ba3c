// Stages in the order of the file, whatever the order in which they come.

/// A queue whose first is always the stage that stands first in the file.
struct StageQueue {
  // Descending, so that the first is taken from the end.
  private var stages: [Int] = []

  /// The first of those that wait.
  var first: Int? { stages.last }

  /// Adds a stage.
  mutating func insert(_ stage: Int) {
    var low = 0
    var high = stages.count
    while low < high {
      let middle = (low + high) / 2
      if stages[middle] > stage { low = middle + 1 } else { high = middle }
    }
    stages.insert(stage, at: low)
  }

  /// Takes the first out.
  @discardableResult
  mutating func popFirst() -> Int? { stages.popLast() }
}
