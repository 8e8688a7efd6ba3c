// Whether the last lines of a log say that all went well, as the tools of CI systems say it.

/// Reads ends of logs.
package enum LogEnding {
  // Of these last lines one has to say so.
  private static let lines = 12

  private static let good = [
    "BUILD SUCCESS", "Job succeeded", "Build complete!", "Build succeeded", "    Finished `",
    "test result: ok.", "100% tests passed", "All tests passed", "Compiled successfully",
    "Successfully installed", "Successfully built", "Successfully tagged", " 0 failures",
    ", 0 failed", "Test Suites: ", "[  PASSED  ]", "passed in ", "exited with code 0",
    "exit code 0", "packages in ", "Already up to date", " passing (", "Configuring done",
    "Test run with ", "Ran all test suites", "Passed!  - Failed:     0", "Finished: SUCCESS",
    " passed, ",
  ].map { Array($0.utf8) }
  // Lines that are nothing but this.
  private static let whole = ["OK", "PASS", "ok", "done", "Done.", "SUCCESS", "all ok"].map {
    Array($0.utf8)
  }
  // What takes it back, in any of the last lines.
  private static let bad = [
    "FAIL", "Failed ", " failed", "failed:", "error:", "Error:", "ERROR", "fatal:", "panic:",
    "Killed", "exit code 1", "exit status ", "exited with code 1", "not ok", "Traceback",
    "BUILD FAIL", "Aborted", "Segmentation", "*** ",
  ].map { Array($0.utf8) }
  // What seems to take it back and does not.
  private static let harmless = [
    " 0 failed", " 0 tests failed", "Failed:     0", " 0 errors", " 0 failures",
  ].map { Array($0.utf8) }

  /// Whether the end of a log, in whole lines, is a good one.
  package static func isGood(_ tail: [UInt8]) -> Bool {
    let last = tail.split(separator: 0x0A).suffix(lines).map {
      LineText.said(in: ControlSequences.removed(from: Array($0)))
    }
    let isGood = last.contains { line in
      // Go writes `ok`, a tab and the package.
      line.starts(with: [0x6F, 0x6B, 0x20, 0x20, 0x09]) || whole.contains(where: line.elementsEqual)
        || good.contains { holds(line, $0) }
    }
    guard isGood else { return false }
    return last.allSatisfy { line in
      if LineText.isHarmless(line) || harmless.contains(where: { holds(line, $0) }) { return true }
      return !bad.contains { holds(line, $0) }
    }
  }

  private static func holds(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    LineText.holds(line, mark)
  }
}
