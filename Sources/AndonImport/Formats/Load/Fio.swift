// fio --output-format=json: what each job read and wrote.

internal import AndonModel
internal import AndonText

/// Reads what fio prints.
enum Fio: JSONFormat {
  static let format = ImportFormat.fio

  static func recognises(_ value: JSONValue) -> Bool {
    value["fio version"] != nil && value["jobs"]?.items != nil
  }

  static func read(_ value: JSONValue, _ found: inout ParseResult) throws(Refusal) {
    for job in value["jobs"]?.items ?? [] {
      let name = job["jobname"]?.text ?? "job"
      let start = found.measurements.count
      for way in ["read", "write", "trim"] {
        guard let side = job[way], (side["total_ios"]?.number ?? 0) > 0 else { continue }
        let latency = side["clat_ns"]
        try found.add("\(name)/\(way)/iops", side["iops"]?.number, unit: "1/s", .higher)
        try found.add("\(name)/\(way)/bw", side["bw"]?.number, unit: "KiB/s", .higher)
        try found.add("\(name)/\(way)/clat.mean", latency?["mean"]?.number, unit: "ns", .lower)
        try found.add(
          "\(name)/\(way)/clat.p99", latency?["percentile"]?["99.000000"]?.number, unit: "ns",
          .lower)
      }
      // With continue_on_error the job goes on after its first error.
      let errors = ["error", "total_err", "first_error"].map {
        (key: $0, number: job[$0]?.number ?? 0)
      }
      if let error = errors.first(where: { $0.number != 0 }) {
        found.markFailed(since: start)
        found.addFinding(
          .resultMissing, "the job `\(name)` failed: \(error.key) \(Format.number(error.number))")
      }
      try found.add("\(name)/error", job["error"]?.number, unit: "count", .lower)
    }
  }
}
