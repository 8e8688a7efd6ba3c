// Work beside other work. Swift's own concurrency would add its library to each start.

internal import CAndonSystem
internal import Synchronization

/// Work on a thread of its own, which begins at once; signals do not reach the thread.
package final class BackgroundWork<Value: Sendable>: Sendable {
  private let work: @Sendable () -> Value
  private let result = Mutex<Value?>(nil)
  // Nil once it has been waited for, or where no thread could be made.
  private let thread = Mutex<UInt?>(nil)

  /// Starts a thread.
  package init(_ work: @escaping @Sendable () -> Value) {
    self.work = work
    // Released by the thread.
    let task = unsafe Unmanaged.passRetained(ThreadBody { self.result.withLock { $0 = work() } })
    let number = unsafe andon_start_thread({ unsafe ThreadBody.run($0) }, task.toOpaque())
    if number == 0 { unsafe task.release() }
    thread.withLock { $0 = number == 0 ? nil : number }
  }

  /// Waits for the thread; the value of the work.
  ///
  /// Where no thread could be made, the work is done here.
  package func value() -> Value {
    if let number = thread.withLock({ $0.take() }) { andon_join_thread(number) }
    return result.withLock { result in
      let value = result ?? work()
      result = value
      return value
    }
  }
}

/// The closure of a thread.
private final class ThreadBody {
  private let work: () -> Void

  init(_ work: @escaping () -> Void) { self.work = work }

  @unsafe static func run(_ pointer: UnsafeMutableRawPointer?) {
    guard let pointer = unsafe pointer else { return }
    unsafe Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().work()
  }
}

extension Array where Element: Sendable {
  /// The values of a function for all elements, by two threads; in the order of the elements.
  package func concurrentMap<Value: Sendable>(
    _ function: @escaping @Sendable (Element) -> Value
  ) -> [Value] {
    let next = Atomic(0)
    @Sendable func share() -> [(Int, Value)] {
      var share: [(Int, Value)] = []
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if index >= count { return share }
        share.append((index, function(self[index])))
      }
    }
    let other = BackgroundWork(share)
    let own = share()
    return (own + other.value()).sorted { $0.0 < $1.0 }.map(\.1)
  }
}
