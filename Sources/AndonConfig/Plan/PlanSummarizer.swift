// The order, the times and the critical path of a plan. Pure.
// The longest way through a graph without cycles, along an order of its nodes: Kelley and Walker
// (1959), "Critical-Path Planning and Scheduling".

package import AndonModel

/// Makes outlines of plans.
package enum PlanSummarizer {
  /// The outline of a plan; `known` are the times of an earlier run, in seconds.
  package static func outline(
    _ plan: Plan, of pipeline: Pipeline, known: [StageID: Double]
  ) -> PlanSummary {
    let times = plan.stages.map { stage in
      known[stage.id].map(StageTime.known) ?? .atMost(most(of: stage))
    }
    let order = StageOrder(needs: plan.stages.map(\.needs)).sorted
    var waves = [Int](repeating: 0, count: plan.stages.count)
    var length = [Double](repeating: 0, count: plan.stages.count)
    var before = [Int?](repeating: nil, count: plan.stages.count)
    for stage in order {
      let planned = plan.stages[stage]
      waves[stage] =
        planned.needs.map { waves[$0] + (plan.stages[$0].isSelected ? 1 : 0) }.max() ?? 0
      before[stage] = planned.needs.max { length[$0] < length[$1] }
      // What does not run takes no time, and keeps the order of what does.
      let own = planned.isSelected ? times[stage].seconds : 0
      length[stage] = (before[stage].map { length[$0] } ?? 0) + own
    }
    var path: [Int] = []
    var at = order.max { length[$0] < length[$1] }
    while let stage = at {
      if plan.stages[stage].isSelected { path.append(stage) }
      at = before[stage]
    }
    return PlanSummary(
      pipeline: pipeline.name, plan: plan, waves: waves, times: times,
      criticalPath: path.reversed())
  }

  // Every attempt up to its hard deadline, each with its `prepare`, and so the later runs that are
  // asked for; of a ladder the first attempt up to its soft one.
  private static func most(of stage: PlannedStage) -> Double {
    let later = (stage.stage.reproducible?.runs ?? 1) - 1
    let (hard, attempts) = (stage.stage.deadlines.hard, stage.stage.attempts.most + later)
    let prepare = stage.prepare == nil ? 0 : hard * Double(attempts)
    guard case .once(_, .rerun) = stage.stage.attempts else {
      return prepare + hard * Double(attempts)
    }
    return prepare + hard * Double(attempts - 1) + (stage.stage.deadlines.soft ?? 0)
  }
}
