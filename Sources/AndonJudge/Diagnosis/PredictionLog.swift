// What came of the advice of earlier runs: where its cause is gone, the figure is what was said, or
// it is not. Pure.

package import AndonModel

/// Keeps the ledger of advice.
package enum PredictionLog {
  /// The predictions that this run decides.
  ///
  /// One whose cause is still there, or whose figure is only a bound, is left for a later run.
  package static func settle(
    _ predictions: [Prediction], _ rows: [ObjectiveRecord], _ causes: [Cause]
  ) -> [PredictionResult] {
    if predictions.isEmpty { return [] }
    let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    return predictions.compactMap { prediction in
      guard let row = byID[prediction.objective],
        row.unit == prediction.unit, case .exact(let value) = row.measured
      else { return nil }
      let isThere = causes.contains {
        $0.kind == prediction.kind && $0.objectives.contains(prediction.objective)
      }
      return isThere ? nil : PredictionResult(prediction, measured: value)
    }
  }
}
