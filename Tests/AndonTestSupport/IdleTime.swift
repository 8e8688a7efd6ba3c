// Long computing of a test, where and when nothing else needs a processor.

internal import Dispatch

// One after the other: the other processors are left to tests that measure time.
private let queue = DispatchQueue(label: "idle time", qos: .background)

/// Runs work that only computes, at a low priority and off the threads that all tests share: there
/// are as few as there are processors, and tests that wait for processes hold one each.
///
/// - Throws: what the work throws.
package func inIdleTime<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    queue.async { continuation.resume(with: Result(catching: work)) }
  }
}
