// Figures of commands and requests that failed: each format that reports a failure.

import AndonModel
import Testing

@testable import AndonImport

@Suite("Failed commands") struct FailedCommandTests {
  private func read(_ text: String) -> ImportedFile { ResultFiles.read("x", in: Array(text.utf8)) }

  // The names of figures that failed, where the file says so in a finding.
  private func failed(_ text: String) -> [String] {
    let file = read(text)
    #expect(file.state == .ok, "\(file.state)")
    let names = file.measurements.filter(\.isOfFailure).map(\.name)
    #expect(names.isEmpty || file.findings.contains { $0.code == .resultMissing })
    return names
  }

  @Test("hyperfine: a command of which a run failed")
  func hyperfine() {
    func file(_ codes: String) -> String {
      """
      {"results": [{"command": "a", "mean": 1, "times": [1, 1], "exit_codes": [\(codes)]},
        {"command": "b", "mean": 2, "times": [2], "exit_codes": [0]}]}
      """
    }
    #expect(failed(file("0, 0")) == [])
    for codes in ["0, 1", "127, 127", "null, 0"] {
      #expect(failed(file(codes)).contains("a/mean"))
      #expect(!failed(file(codes)).contains { $0.hasPrefix("b/") || $0.hasSuffix("/runs") })
    }
  }

  @Test("GNU time: an exit status, or a signal")
  func gnuTime() {
    func file(_ status: Int, _ above: String = "") -> String {
      above + "\tCommand being timed: \"x\"\n\tUser time (seconds): 0.50\n"
        + "\tExit status: \(status)\n"
    }
    #expect(failed(file(0)) == [])
    #expect(failed(file(1)) == ["User time (seconds)"])
    #expect(
      failed(file(0, "Command terminated by signal 9\n")).contains("User time (seconds)"))
    // Of two commands in one file each has its own.
    #expect(failed(file(1) + file(0)).count == 1)
    let short = "real 1.00\nuser 0.50\nsys 0.10\n"
    #expect(failed(short) == [])
    #expect(failed("Command exited with non-zero status 2\n" + short).count == 3)
  }

  @Test("go test -bench: the package that failed")
  func goBench() {
    let row = "BenchmarkA-2 \t 100\t 5.5 ns/op\n"
    #expect(failed("pkg: m/a\n\(row)PASS\nok  \tm/a\t1.2s\n") == [])
    #expect(
      failed("pkg: m/a\n\(row)--- FAIL: BenchmarkB\nFAIL\nFAIL\tm/a\t1s\n") == ["BenchmarkA-2"])
    let both = "pkg: m/a\n\(row)PASS\nok  \tm/a\t1.2s\nFAIL\tm/b [build failed]\nFAIL\n"
    #expect(failed(both) == [])
    let events = [
      "{\"Action\":\"start\",\"Package\":\"p\"}",
      "{\"Action\":\"output\",\"Package\":\"p\",\"Output\":\"BenchmarkA-2 \\t 1\\t 5 ns/op\\n\"}",
      "{\"Action\":\"fail\",\"Package\":\"p\"}",
    ]
    #expect(failed(events.joined(separator: "\n")) == ["BenchmarkA-2"])
  }

  @Test("a load test of which requests failed")
  func requests() {
    let ab = { (failed: String) in
      """
      This is ApacheBench, Version 2.3
      Complete requests:      10
      \(failed)
      Requests per second:    50.00 [#/sec] (mean)
      Time per request:       20.000 [ms] (mean)
        50%     19
      """
    }
    #expect(failed(ab("Failed requests:        0")) == [])
    // Pages whose length changes did not fail.
    let length = "Failed requests:        4\n   (Connect: 0, Receive: 0, Length: 4, Exceptions: 0)"
    #expect(failed(ab(length)) == [])
    #expect(failed(ab("Failed requests:        4")).contains("time-per-request"))
    #expect(failed(ab("Failed requests: 0\nNon-2xx responses: 3")).contains("requests/sec"))
    let wrk = { (more: String) in
      """
      Running 1s test @ http://localhost
        2 threads and 10 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     1.00ms    2.00ms   3.00ms   90.00%
        100 requests in 1.00s, 1.00MB read
      \(more)
      Requests/sec:    100.00
      """
    }
    #expect(failed(wrk("")) == [])
    #expect(failed(wrk("  Non-2xx or 3xx responses: 5")).contains("latency.avg"))
    #expect(
      failed(wrk("  Socket errors: connect 0, read 3, write 0, timeout 0")).contains("requests/sec")
    )
    let jmeter = "timeStamp,elapsed,label,success\n1,10,a,true\n2,20,a,"
    #expect(failed(jmeter + "true\n") == [])
    #expect(failed(jmeter + "false\n") == ["elapsed.mean", "elapsed.max"])
    let siege = { (count: Int) in
      "{\"transactions\": 9, \"transaction_rate\": 3, \"response_time\": 0.1, "
        + "\"failed_transactions\": \(count)}"
    }
    #expect(failed(siege(0)) == [])
    #expect(failed(siege(1)).contains("response_time"))
    let fio = { (error: String) in
      """
      {"fio version": "3", "jobs": [{"jobname": "j", "error": \(error),
        "read": {"total_ios": 1, "iops": 5, "bw": 5}}]}
      """
    }
    #expect(failed(fio("0")) == [])
    #expect(failed(fio("5")).contains("j/read/iops"))
    #expect(failed(fio("1e300")).contains("j/read/iops"))
  }

  @Test("k6: requests that failed, in both of its summaries")
  func k6() {
    let summary = { (rate: String) in
      """
      {"metrics": {"http_req_failed": {"type": "rate", "contains": "default",
        "values": {"rate": \(rate)}},
        "http_req_duration": {"type": "trend", "contains": "time", "values": {"p(95)": 3}}}}
      """
    }
    #expect(failed(summary("0")) == [])
    #expect(failed(summary("0.5")) == ["http_req_duration/p(95)"])
    let export = { (rate: String) in
      """
      {"root_group": {}, "metrics": {"http_req_failed": {"value": \(rate)},
        "http_req_duration": {"p(95)": 3}}}
      """
    }
    #expect(failed(export("0")) == [])
    #expect(failed(export("0.01")) == ["http_req_duration/p(95)"])
  }

  @Test("a row that other output has split is read, or told of")
  func splitRows() throws {
    let split = "BenchmarkGet-8 \t2026 opened\n 100\t 993.2 ns/op\nBenchmarkPut-8 \t 5\t 7 ns/op\n"
    let file = read(split)
    #expect(file.measurements.map(\.name) == ["BenchmarkGet-8", "BenchmarkPut-8"])
    #expect(file.measurements.first?.value == .number(993.2))
    let lost = read("BenchmarkGet-8 \t opened\nBenchmarkPut-8 \t 5\t 7 ns/op\n")
    #expect(lost.findings.contains { $0.message.contains("`BenchmarkGet-8`") && $0.line == 1 })
  }

  @Test("Go: a crash behind the name of a row; Lighthouse: a page that was not waited for")
  func behindNames() {
    let row = "BenchmarkA-8 \t 100\t 20 ns/op\n"
    for crash in ["panic: runtime error", "fatal error: all goroutines are asleep"] {
      let file = read("pkg: m/a\n\(row)BenchmarkB-8 \t\(crash)\nFAIL\tm/a\t1.2s\n")
      #expect(file.measurements.allSatisfy { $0.isOfFailure }, "\(crash)")
    }
    func page(_ warning: String) -> String {
      """
      {"lighthouseVersion": "11", "runWarnings": ["\(warning)"],
        "audits": {"interactive": {"numericValue": 900, "numericUnit": "millisecond"}}}
      """
    }
    #expect(failed(page("a new version")) == [])
    #expect(
      failed(page("The page loaded too slowly to finish within the time limit."))
        == ["audit.interactive"])
  }

  @Test("sysbench 1.1: files in IOPS; threads and mutexes by their totals")
  func sysbench() {
    func report(_ lines: String) -> [String: Double] {
      let text = "sysbench 1.1.0\n\(lines)\nLatency (ms):\n  avg: 0.5\n  sum: 5\n"
      let pairs = read(text).measurements.map { ($0.name, $0.value.number ?? -1) }
      return Dictionary(pairs) { first, _ in first }
    }
    let files = report("  read:  IOPS=2482.98 38.80 MiB/s (40.68 MB/s)\n  fsync: IOPS=5305.15")
    #expect(files["reads/s"] == 2482.98 && files["read"] == 38.8 && files["fsyncs/s"] == 5305.15)
    let threads = report("  total time: 10.0023s\n  total number of events: 29414")
    #expect(threads["total time"] == 10.0023 && threads["events"] == 29414)
  }
}
