// How much of a program was run, as a coverage report states it: by file, so that reports can be
// joined, and otherwise as totals.

/// How much of a program was run.
package struct ImportedCoverage: Equatable, Sendable {
  /// How many of how many.
  package struct Part: Equatable, Sendable {
    /// Those that were run.
    package var covered: Double
    /// All that there are.
    package var found: Double

    /// Joins a part and its whole.
    package init(covered: Double, found: Double) {
      self.covered = covered
      self.found = found
    }

    /// Whether it can be: a part is not more than its whole.
    package var isSound: Bool {
      covered >= 0 && covered <= found && found.isFinite
    }
  }

  /// What identifies a line, a statement or a branch within a file.
  package struct Spot: Hashable, Sendable {
    /// The line, from 1.
    package let line: Int32
    /// What tells apart those of one line; 0 for the line itself.
    package let mark: UInt64

    /// Joins a line and what tells apart those in it.
    package init(line: Int, mark: UInt64 = 0) {
      self.line = Int32(clamping: line)
      self.mark = mark
    }

    /// Tells apart by a text, such as the numbers of a block and a branch.
    package init(line: Int, text: some StringProtocol) {
      // FNV-1a, 64 bits.
      self.init(
        line: line,
        mark: text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 })
    }
  }

  /// The lines, or the branches, of one file.
  package struct Tally: Equatable, Sendable {
    /// Those that are listed one by one, and whether they were run; each counts for so many.
    package private(set) var spots: [Spot: Int32] = [:]
    /// Those that are only counted, by line; 0 for the whole file.
    package private(set) var counts: [Int32: Part] = [:]

    /// Nothing yet.
    package init() {}

    /// Whether it says nothing.
    package var isEmpty: Bool { spots.isEmpty && counts.isEmpty }

    /// Adds one that is listed; of several listings one that was run counts.
    ///
    /// `weight` is for how many it counts, such as the statements of a block.
    package mutating func add(_ spot: Spot, isCovered: Bool, weight: Int = 1) {
      let weight = Int32(clamping: weight)
      let known = spots[spot] ?? 0
      spots[spot] = isCovered || known > 0 ? max(weight, known) : min(-weight, known)
    }

    /// Adds some that are only counted; of several listings the better one counts.
    package mutating func add(_ part: Part, line: Int = 0) {
      let line = Int32(clamping: line)
      let known = counts[line]
      counts[line] = Part(
        covered: max(part.covered, known?.covered ?? 0), found: max(part.found, known?.found ?? 0))
    }

    /// Adds all of another.
    package mutating func add(_ other: Tally) {
      if isEmpty {
        self = other
        return
      }
      for (spot, weight) in other.spots {
        add(spot, isCovered: weight > 0, weight: Int(abs(weight)))
      }
      for (line, part) in other.counts { add(part, line: Int(line)) }
    }

    /// Whether all that it holds are whole lines.
    package var listsLines: Bool { counts.isEmpty && spots.keys.allSatisfy { $0.mark == 0 } }

    /// The part that is listed or counted by line, and the part that is counted for the whole file:
    /// the same lines twice where both are there.
    package var separated: [Tally] {
      guard counts[0] != nil, !spots.isEmpty || counts.count > 1 else {
        return isEmpty ? [] : [self]
      }
      var (single, whole) = (self, Tally())
      whole.counts = [0: counts[0] ?? Part(covered: 0, found: 0)]
      single.counts[0] = nil
      return [single, whole]
    }

    /// What all of them add up to.
    package var part: Part {
      var part = Part(covered: 0, found: 0)
      for weight in spots.values {
        part.found += Double(abs(weight))
        if weight > 0 { part.covered += Double(weight) }
      }
      for count in counts.values {
        part.found += count.found
        part.covered += count.covered
      }
      return part
    }
  }

  /// What is said of one file.
  package struct File: Equatable, Sendable {
    /// Its lines, or statements where the tool counts those.
    package var lines = Tally()
    /// Its branches.
    package var branches = Tally()

    /// Nothing yet.
    package init() {}
  }

  /// The folders that the names may be relative to.
  package var roots: [String] = []
  /// What is said of each file, by its name.
  package var files: [String: File] = [:]
  /// All lines, as the report's head states them; nil where it does not.
  package var lines: Part?
  /// All branches, as the report's head states them; nil where it does not.
  package var branches: Part?

  /// Says nothing yet.
  package init() {}

  /// All lines, or all branches, as the report's head states them.
  package func stated(_ tally: KeyPath<File, Tally>) -> Part? {
    let part = tally == \File.lines ? lines : branches
    return part?.found == 0 ? nil : part
  }

  /// All lines, or all branches: of its files, or else as its head states them; nil for none.
  package func part(_ tally: KeyPath<File, Tally>) -> Part? {
    var sum: Part?
    for file in files.values where !file[keyPath: tally].isEmpty {
      let part = file[keyPath: tally].part
      sum = Part(
        covered: part.covered + (sum?.covered ?? 0), found: part.found + (sum?.found ?? 0))
    }
    return sum ?? stated(tally)
  }
}
