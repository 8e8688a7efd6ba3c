// A small program that is asked for an answer, such as git: not a stage. It gets no input, and is
// killed when it takes too long. posix_spawn(3).

internal import CAndonSystem
internal import Glibc

/// Runs helpers.
package enum Subprogram {
  /// What is left of one.
  package struct End: Equatable, Sendable {
    /// Its exit code; nil when it was killed.
    package let exitCode: Int?
    /// Its standard output, and its standard error where that was asked for.
    package let text: String
    /// Whether there was more than that.
    package let isCut: Bool
  }

  private static let maxOutput = 1 << 20

  /// Runs a program that PATH knows, for at most so many seconds.
  package static func run(
    _ words: [String], seconds: Double, withErrors: Bool = true
  ) throws(SystemError) -> End {
    var (read, write) = (CInt(-1), CInt(-1))
    guard unsafe andon_pipe(&read, &write) == 0 else { throw .last("make a pipe") }
    let reading = Descriptor(owning: read)
    // Only the program may still write, or its end would never be seen.
    let pid = try start(words, writing: Descriptor(owning: write), withErrors)
    let deadline = andon_monotonic() + Int64(seconds * 1e9)
    var text: [UInt8] = []
    var isCut = false
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      var end = pollfd(fd: reading.number, events: Int16(POLLIN), revents: 0)
      let ready = unsafe andon_poll(&end, 1, max(0, deadline - andon_monotonic()))
      if ready == 0 {
        kill(pid, SIGKILL)
        break
      }
      let count = unsafe Glibc.read(reading.number, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      // What is too much is read past.
      if text.count < maxOutput { text += chunk.prefix(count) } else { isCut = true }
    }
    return End(
      exitCode: wait(pid), text: String(decoding: text, as: UTF8.self), isCut: isCut)
  }

  private static func start(
    _ words: [String], writing: consuming Descriptor, _ withErrors: Bool
  ) throws(SystemError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, writing.number, 1)
    if withErrors {
      unsafe posix_spawn_file_actions_adddup2(&actions, writing.number, 2)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    // A signal to andon's group is andon's to answer.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let fault = unsafe posix_spawnp(&pid, words[0], &actions, &attributes, &pointers, environ)
    if fault != 0 { throw SystemError(fault, "start \(words[0])") }
    return pid
  }

  private static func wait(_ pid: pid_t) -> Int? {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {
      if errno != EINTR { return nil }
    }
    return status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : nil
  }
}
