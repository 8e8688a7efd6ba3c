// Names that a stored file of an andon before version 1 may have.

/// Earlier names of keys, values and events.
enum EarlierNames {
  /// The earlier name of each key that was renamed.
  static let keys = [
    "alternatives": "rivals", "causalChain": "chain", "detachment": "escape",
    "differing": "unlike", "differs": "appears", "downgradedBy": "cap", "evidence": "witnesses",
    "excludedPairs": "dropped", "likelyCause": "suspicion", "logMatches": "hits",
    "minimumDetectableChange": "provable", "notVariedBecause": "hindrance",
    "otherMachines": "foreign", "predictions": "ledger", "ruledOutIf": "refutedBy",
    "termination": "how", "truncated": "cutShort", "variation": "under",
  ]

  /// The present name of each value and event that was renamed.
  static let values = [
    "attempted": "attempt-finished", "drifted": "clock-adjusted",
    "family": "multiple-comparisons", "foreign": "other-machines",
    "learning": "insufficient-baseline", "looked": "snapshot", "under": "variation",
  ]
}
