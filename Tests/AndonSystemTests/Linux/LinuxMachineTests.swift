// Real processes that misbehave, under the real keeper.
// Every wait is for an event; the machine is told to give up long before the test would hang.

import AndonModel
import AndonTestSupport
import Testing

@testable import AndonSystem

#if os(Linux)
  @Suite("Linux machine", .tags(.slow), .unlessFast, .timeLimit(.minutes(10)))
  struct LinuxMachineTests {
    /// What a tree did until it was gone.
    struct Story {
      var events: [MachineEvent] = []
      var output = ""
      var end: TreeEnd?
      var leader: LeaderEnd?
      var wall: Double?
    }

    private let folder: TemporaryDirectory
    private let trouble: String

    init() throws {
      folder = try TemporaryDirectory()
      trouble = try Built.troublemaker()
    }

    private func launch(_ words: [String], folder: String? = nil) -> LaunchRequest {
      LaunchRequest(
        arguments: words, environment: ["PATH=/usr/bin:/bin", "A=1"].map { Array($0.utf8) },
        folder: folder ?? self.folder.path)
    }

    /// Runs a tree to its end; `act` is called with each event.
    private func story(
      _ launch: LaunchRequest, limit: Double = 30, most: Containment = .cgroup,
      act: (MachineEvent, inout LinuxMachine) -> Void = { _, _ in }
    ) throws -> Story {
      var machine = try StartingMachine(try Built.programs(), most: most).ready()
      let id = TreeID(1)
      var story = Story()
      var bytes: [UInt8] = []
      var startedAt: Instant?
      let deadline = machine.now.advanced(bySeconds: limit)
      machine.start(id, launch)
      while machine.now < deadline {
        let events = try machine.wait(until: deadline) { _, span in
          if bytes.count < 1 << 16 { for index in span.indices { bytes.append(span[index]) } }
        }
        for event in events {
          story.events.append(event)
          act(event, &machine)
          switch event {
          case .started(_, let at): startedAt = at
          case .leaderEnded(_, let end, let at):
            story.leader = end
            story.wall = startedAt.map { at.seconds(since: $0) }
          case .gone(_, let end), .lost(_, let end, _):
            story.end = end
            story.output = String(decoding: bytes, as: UTF8.self)
            return story
          case .notStarted: return story
          case .signal: break
          }
        }
      }
      Issue.record("the tree was not gone after \(limit) s: \(story.events)")
      return story
    }

    @Test("a process runs with its words, environment, folder and an empty input")
    func plain() throws {
      let script = "echo $A $0 $1; pwd; cat; ls /proc/self/fd | wc -l; exit 3"
      let story = try story(launch(["sh", "-c", script, "zero", "one two"]))
      #expect(story.leader == .exited(3))
      #expect(story.output == "1 zero one two\n\(folder.path)\n4\n")
      #expect(story.end?.output == story.output.utf8.count)
    }

    @Test("signals are at their defaults and none is blocked")
    func signals() throws {
      let story = try story(launch(["grep", "-E", "Sig(Ign|Blk)", "/proc/self/status"]))
      #expect(story.output == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n")
      #expect(try self.story(launch(["sh", "-c", "yes | head -1"])).output == "y\n")
    }

    // All that end a process by default, signal(7).
    @Test(
      "a death by a signal is told from an exit code",
      arguments: Array(1...16) + Array(24...27) + Array(29...31))
    func death(_ signal: Int32) throws {
      #expect(try story(launch([trouble, "die", "\(signal)"])).leader == .signalled(signal))
    }

    @Test("exit codes arrive as they are", arguments: [0, 1, 124, 126, 127, 137, 255])
    func exitCodes(_ code: Int32) throws {
      #expect(try story(launch([trouble, "exit", "\(code)"])).leader == .exited(code))
    }

    @Test("what cannot start says which step failed")
    func notStarted() throws {
      func fault(_ launch: LaunchRequest) throws -> StartError? {
        if case .notStarted(_, let fault)? = try story(launch).events.last { fault } else { nil }
      }
      try folder.write("text", "no program")
      try folder.write("script", "#!/no/such/interpreter\n")
      chmodExecutable("\(folder.path)/script")
      #expect(try fault(launch(["no-such-program"])) == .program(2))
      #expect(try fault(launch(["./text"])) == .program(13))
      #expect(try fault(launch(["./script"])) == .program(2))
      #expect(try fault(launch(["/tmp"])) == .program(13))
      #expect(try fault(launch(["true"], folder: "/no/such/folder")) == .folder(2))
      let long = String(repeating: "x", count: 3 << 20)
      #expect(try fault(launch(["true", long])) == .program(7))
    }

    private func chmodExecutable(_ path: String) {
      _ = try? Child.run(["chmod", "+x", path], in: "/")
    }

    @Test("a polite signal reaches the whole tree; what ignores it is killed")
    func escalation() throws {
      let story = try story(
        launch(["sh", "-c", "\(trouble) ignore-term & \(trouble) ignore-term"])
      ) {
        event, machine in
        if case .started(let id, _) = event {
          machine.signal(id, 15)
          machine.kill(id)
        }
      }
      #expect(story.leader == .signalled(15) || story.leader == .signalled(9))
      #expect(story.end != nil)
    }

    @Test("a signal reaches each process once")
    func once() throws {
      var machine = try StartingMachine(try Built.programs()).ready()
      machine.start(TreeID(1), launch([trouble, "count-term"]))
      var isReady = false
      var isSent = false
      var leader: LeaderEnd?
      let deadline = machine.now.advanced(bySeconds: 30)
      while leader == nil, machine.now < deadline {
        let events = try machine.wait(until: machine.now.advanced(bySeconds: 0.02)) { _, _ in
          isReady = true
        }
        for case .leaderEnded(_, let end, _) in events { leader = end }
        if isReady, !isSent {
          machine.signal(TreeID(1), 15)
          isSent = true
        }
      }
      // It exits with the number of signals that it has heard.
      #expect(leader == .exited(1))
    }

    @Test("a stopped process can be ended")
    func stopped() throws {
      let story = try story(launch([trouble, "stopped"])) { event, machine in
        if case .started(let id, _) = event {
          machine.signal(id, 15)
          machine.signal(id, 18)
        }
      }
      #expect(story.leader == .signalled(15))
    }

    @Test("a daemon that left its session and closed its files is found and ended")
    func daemon() throws {
      let story = try story(launch([trouble, "daemon"])) { event, machine in
        if case .leaderEnded(let id, _, _) = event {
          let left = machine.processes(of: id)
          #expect(left.count == 1)
          #expect(String(decoding: left.first?.command ?? [], as: UTF8.self) == "\(trouble) daemon")
          machine.kill(id)
        }
      }
      #expect(story.leader == .exited(0))
      #expect(story.end?.usage != nil)
    }

    @Test(
      "on the lowest containment level the group of the leader is ended after a moment, and the rung is named"
    )
    func group() throws {
      let machine = try StartingMachine(try Built.programs(), most: .group).ready()
      #expect(machine.containment == .group && machine.containmentReason != nil)
      let story = try story(launch([trouble, "hold-pipe"]), most: .group)
      #expect(story.leader == .exited(0) && story.end != nil)
      let stopped = try self.story(launch([trouble, "ignore-term"]), most: .group) {
        event, machine in
        if case .started(let id, _) = event {
          machine.signal(id, 15)
          machine.kill(id)
        }
      }
      #expect(stopped.leader == .signalled(9) || stopped.leader == .signalled(15))
      #expect(stopped.end?.usage?.processes == 1)
    }

    @Test("a descendant that holds the pipe is no reason to wait for the pipe")
    func holdsPipe() throws {
      let story = try story(launch([trouble, "hold-pipe"])) { event, machine in
        if case .leaderEnded(let id, _, _) = event { machine.kill(id) }
      }
      #expect(story.leader == .exited(0))
    }

    @Test("a stage that closes its output still runs")
    func closesOutput() throws {
      let story = try story(launch([trouble, "close-output", "150"]))
      #expect(story.leader == .exited(0))
      #expect((story.wall ?? 0) >= 0.15)
    }

    @Test("processor time is counted over all descendants")
    func processorTime() throws {
      let script = "\(trouble) burn 60; (\(trouble) burn 60); true"
      let usage = try #require(try story(launch(["sh", "-c", script])).end?.usage)
      #expect(usage.user + usage.system >= 0.11)
      #expect(usage.user + usage.system < 1)
    }

    @Test("memory is sampled over the tree; the largest process is not its starter's size")
    func memory() throws {
      let script = "\(trouble) memory 60 1500 & \(trouble) memory 60 1500; wait"
      let end = try #require(try story(launch(["sh", "-c", script])).end)
      let megabyte = 1_048_576.0
      #expect(end.samples.looks >= Int(5))
      #expect(
        end.samples.memory.proven > 115 * megabyte && end.samples.memory.proven < 140 * megabyte)
      let largest = try #require(end.usage?.peakProcess)
      #expect(largest > 59 * megabyte && largest < 75 * megabyte)
      let small = try #require(try story(launch(["true"])).end?.usage?.peakProcess)
      #expect(small < 8 * megabyte)
    }

    @Test("a script without an interpreter line is the shell's")
    func plainScript() throws {
      try folder.write("plain", "echo \"$0 $1\"\n")
      chmodExecutable("\(folder.path)/plain")
      #expect(try story(launch(["./plain", "x y"])).output == "./plain x y\n")
    }

    @Test("a child between vfork and exec is not counted a second time")
    func vfork() throws {
      let end = try #require(try story(launch([trouble, "vfork", "60"])).end)
      #expect(end.samples.looks >= 5)
      #expect(end.samples.memory.proven < 90 * 1_048_576.0)
    }

    @Test("much output arrives whole")
    func output() throws {
      let end = try #require(try story(launch([trouble, "print", "40"])).end)
      #expect(end.output == 40 << 20)
    }

    @Test("many trees at once do not mix")
    func many() throws {
      var machine = try StartingMachine(try Built.programs()).ready()
      for number in 0..<40 {
        machine.start(
          TreeID(number), launch(["sh", "-c", "echo \(number); exit \(number)"]))
      }
      var ends: [Int: LeaderEnd] = [:]
      var printed: [Int: [UInt8]] = [:]
      var gone = 0
      let deadline = machine.now.advanced(bySeconds: 60)
      while gone < 40, machine.now < deadline {
        let events = try machine.wait(until: deadline) { id, bytes in
          for index in bytes.indices { printed[id.number, default: []].append(bytes[index]) }
        }
        for event in events {
          if case .leaderEnded(let id, let end, _) = event { ends[id.number] = end }
          if case .gone = event { gone += 1 }
        }
      }
      #expect(ends == Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, .exited(Int32($0))) }))
      #expect((0..<40).allSatisfy { printed[$0] == Array("\($0)\n".utf8) })
    }

    @Test("a keeper that is not there is an error with its path")
    func noKeeper() {
      let error = #expect(throws: SystemError.self) {
        try StartingMachine(OwnPrograms(keeper: OwnPrograms.keeper(in: "/no"), withOutputs: false))
          .ready()
      }
      #expect(error?.number == 2)
      #expect(error?.attempt == "start /no/andon-keeper")
    }

    @Test("a wait without events ends at its deadline")
    func deadline() throws {
      var machine = try StartingMachine(try Built.programs()).ready()
      let start = machine.now
      let events = try machine.wait(until: start.advanced(bySeconds: 0.05)) { _, _ in }
      #expect(events.isEmpty)
      #expect(machine.now.seconds(since: start) >= 0.05)
    }
  }
#endif
