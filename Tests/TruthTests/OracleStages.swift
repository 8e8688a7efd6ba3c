// What becomes of each stage, told in advance from its script: for runs that neither a budget nor a
// signal cuts short. Slow and literal; design, section 3.

import AndonModel
import AndonSystem
import AndonTestSupport

/// Tells what becomes of stages.
struct StageOracle {
  let world: RandomRun

  func stages() -> [String: OracleStage] {
    var all: [String: OracleStage] = [:]
    let selected = selected()
    for stage in world.pipeline.stages {
      var seen = OracleStage()
      let blockers = stage.needs.filter { need in
        guard let other = all[need.text] else { return true }
        return other.state != "succeeded" || other.isUnmet
      }
      if !selected.contains(stage.id.text) {
        seen.neverRan = "not-selected"
      } else if !stage.always, !blockers.isEmpty {
        seen.neverRan = "blocked"
      } else {
        seen = run(stage)
      }
      all[stage.id.text] = seen
    }
    return all
  }

  private func selected() -> Set<String> {
    if world.only.isEmpty { return Set(world.pipeline.stages.map(\.id.text)) }
    var names = Set(world.only.map(\.text))
    // Needs stand before those that need them.
    for stage in world.pipeline.stages.reversed() where names.contains(stage.id.text) {
      names.formUnion(stage.needs.map(\.text))
    }
    for stage in world.pipeline.stages where stage.always { names.insert(stage.id.text) }
    return names
  }

  // MARK: One stage

  private func run(_ stage: Stage) -> OracleStage {
    var attempts: [OracleAttempt] = []
    var starts = 0
    var failures = 0
    var isClimbed = false
    var isRetry = false
    while true {
      var attempt = self.attempt(stage, &starts, isClimbed: isClimbed)
      let isGood = isGood(attempt, stage)
      let isAgain = attempt.ended == .atHard || isFailure(attempt, stage)
      switch stage.attempts {
      case .once(let retries, _):
        attempts.append(attempt)
        if attempt.ended == .atSoft {
          isClimbed = true
          continue
        }
        if isAgain, failures < retries {
          failures += 1
          isRetry = true
          continue
        }
      case .series(let series):
        attempt.isWarmup = attempts.count < series.warmup
        attempts.append(attempt)
        if isGood, attempts.count < series.warmup + series.runs { continue }
      }
      return conclude(stage, attempts, isRetry: isRetry, isClimbed: isClimbed)
    }
  }

  private func conclude(
    _ stage: Stage, _ attempts: [OracleAttempt], isRetry: Bool, isClimbed: Bool
  ) -> OracleStage {
    var seen = OracleStage()
    guard let last = attempts.last else { return seen }
    seen.state =
      switch last.ended {
      case .byItself: isGood(last, stage) ? "succeeded" : "failed"
      case .atHard, .atSoft, .forBudget: "stopped"
      case .couldNotStart: "could-not-start"
      case .cancelled: "cancelled"
      case .lost: "lost"
      }
    seen.isFlaky = isRetry && seen.state == "succeeded"
    seen.wasRerun = isClimbed
    seen.crossedSoft = attempts.contains { !$0.isWarmup && $0.crossedSoft }
    let judged: [OracleAttempt]
    var use = Statistic.median
    switch stage.attempts {
    case .once: judged = [last]
    case .series(let series):
      judged = attempts.filter { !$0.isWarmup }
      use = series.use
    }
    seen.isUnmet = last.ended != .lost && judged.contains { $0.matched == false }
    for name in ["wall", "cpu", "peak-memory", "exit-code", "n"] where !judged.isEmpty {
      seen.figures[name] = together(judged.map { $0.figures[name] ?? .nothing }, use)
    }
    let made = Double(attempts.count)
    seen.figures["attempts"] = last.ended == .lost ? .orMore(made) : .exactly(made)
    return seen
  }

  private func isGood(_ attempt: OracleAttempt, _ stage: Stage) -> Bool {
    if case .byItself(let code?) = attempt.ended {
      stage.expectation.exits.contains(code)
    } else {
      false
    }
  }

  private func isFailure(_ attempt: OracleAttempt, _ stage: Stage) -> Bool {
    if case .byItself = attempt.ended { !isGood(attempt, stage) } else { false }
  }

  // MARK: One attempt

  private func attempt(_ stage: Stage, _ starts: inout Int, isClimbed: Bool) -> OracleAttempt {
    var attempt = OracleAttempt(ended: .couldNotStart)
    if stage.prepare != nil, let script = world.scripts["p" + stage.id.text.dropFirst()]?.first {
      let isDone =
        script.fault == nil && !script.isLost && script.end == .exited(0)
        && (script.ends ?? .infinity) <= stage.deadlines.hard
      if !isDone { return attempt }
    }
    let scripts = world.scripts[stage.id.text] ?? []
    let script = scripts[min(starts, scripts.count - 1)]
    starts += 1
    if script.fault != nil { return attempt }
    let hard = stage.deadlines.hard
    let soft = isClimbed ? nil : stage.deadlines.soft
    var restarts = false
    if case .once(_, .rerun) = stage.attempts { restarts = soft != nil }
    let ends = script.ends ?? .infinity
    let stop = restarts ? min(soft ?? hard, hard) : hard
    if ends <= stop {
      attempt.crossedSoft = soft.map { ends > $0 } ?? false
      attempt.ended = script.isLost ? .lost : .byItself(code: code(script.end))
      if script.isLost { attempt.crossedSoft = soft.map { ends > $0 } ?? false }
    } else {
      attempt.crossedSoft = soft.map { $0 <= stop } ?? false
      attempt.ended = restarts && (soft ?? hard) < hard ? .atSoft : .atHard
    }
    let isCutOff =
      switch attempt.ended {
      case .byItself: false
      default: true
      }
    attempt.figures = figures(script, stage, wall: isCutOff ? stop + 1e-9 : ends, attempt.ended)
    if case .byItself = attempt.ended, stage.expectation.matches != nil {
      attempt.matched = script.output.contains("expected")
    }
    return attempt
  }

  private func code(_ end: LeaderEnd) -> Int? {
    if case .exited(let code) = end { Int(code) } else { nil }
  }

  private func figures(
    _ script: TreeScript, _ stage: Stage, wall: Double, _ ended: Ended
  ) -> [String: Known] {
    var figures: [String: Known] = [:]
    var isCutOff = true
    if case .byItself(let code) = ended {
      isCutOff = false
      figures["exit-code"] = code.map { .exactly(Double($0)) }
    }
    // What was lost has no end that was seen.
    figures["wall"] = ended == .lost ? .nothing : isCutOff ? .orMore(wall) : .exactly(wall)
    if let usage = script.usage {
      let cpu = usage.user + usage.system
      figures["cpu"] = isCutOff ? .orMore(cpu) : .exactly(cpu)
    }
    if script.samples.looks > 0 {
      let isWhole = script.samples.looks >= 5 && !isCutOff
      figures["peak-memory"] =
        isWhole ? .exactly(script.samples.memory.proven) : .orMore(script.samples.memory.proven)
    }
    if let rule = stage.metrics.first, case .output(_, let choice) = rule.source {
      let numbers = script.output.split(separator: "\n").compactMap { line in
        line.hasPrefix("n=") ? Double(line.dropFirst(2)) : nil
      }
      switch (choice, isCutOff) {
      case (.last, false): figures["n"] = numbers.last.map { .exactly($0) }
      case (.last, true): break
      case (_, false): figures["n"] = numbers.max().map { .exactly($0) }
      case (_, true): figures["n"] = numbers.max().map { .orMore($0) }
      }
    }
    return figures
  }

  // MARK: Several attempts

  // What all of them together can be at the least and at the most; one that is missing makes all
  // so.
  private func together(_ figures: [Known], _ use: Statistic) -> Known {
    var least: [Double] = []
    var most: [Double] = []
    for figure in figures {
      switch figure {
      case .exactly(let value):
        least.append(value)
        most.append(value)
      case .orMore(let value):
        least.append(value)
        most.append(.infinity)
      case .within(let low, let high):
        least.append(low)
        most.append(high)
      case .orLess, .nothing: return .nothing
      }
    }
    let (low, high) = (single(least, use), single(most, use))
    return low == high ? .exactly(low) : high.isFinite ? .within(low, high) : .orMore(low)
  }

  private func single(_ values: [Double], _ use: Statistic) -> Double {
    let sorted = values.sorted()
    let count = sorted.count
    switch use {
    case .min: return sorted[0]
    case .max: return sorted[count - 1]
    case .mean: return values.reduce(0, +) / Double(count)
    case .median:
      return count % 2 == 1
        ? sorted[count / 2] : between(sorted[count / 2 - 1], sorted[count / 2], 0.5)
    case .p95:
      let place = 0.95 * Double(count - 1)
      let below = Int(place)
      if below + 1 >= count { return sorted[count - 1] }
      return between(sorted[below], sorted[below + 1], place - Double(below))
    }
  }

  private func between(_ low: Double, _ high: Double, _ part: Double) -> Double {
    low == high || part == 0 ? low : low + (high - low) * part
  }
}
