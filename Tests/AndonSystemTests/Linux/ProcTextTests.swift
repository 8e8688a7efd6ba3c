// What the kernel says in text, as it was recorded.

import AndonModel
import AndonTestSupport
import Testing

@testable import AndonSystem

#if os(Linux)
  @Suite("The kernel's texts") struct ProcTextTests {
    private func text(_ text: String) -> ProcText { ProcText(Array(text.utf8)[...]) }

    @Test("sockets that listen on a port are found, those that are connected are not")
    func listeners() {
      let table = Array(
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout
           0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 193 1
           1: 0100007F:07E8 507100CB:01BB 01 00000000:00000000 00:00000000 00000000     0        0 96669 1
           2: 00000000000000000000000001000000:07E8 0:0 0A 0:0 00:0 0     0        0 77 1 0
           3: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5 1
           4: short
        """.utf8)
      #expect(PortTable.sockets(in: table, on: 2024) == ["socket:[193]", "socket:[77]"])
      #expect(PortTable.sockets(in: table, on: 1) == [] && PortTable.sockets(in: [], on: 1) == [])
    }

    @Test("the cgroups of a process are found in whatever way they are mounted")
    func folders() {
      let mixed = CgroupDirectories(
        cgroup: "9:name=systemd:/\n4:memory:/api/42\n1:cpu,cpuacct:/\n0::/\n",
        mounts: """
          30 24 0:26 / /sys/fs/cgroup ro - tmpfs tmpfs ro
          31 30 0:27 / /sys/fs/cgroup/memory rw,relatime shared:5 - cgroup cgroup rw,memory
          32 30 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 none rw
          """)
      #expect(mixed.unified == "/sys/fs/cgroup/unified")
      #expect(mixed.memory == "/sys/fs/cgroup/memory/api/42")
      let unified = CgroupDirectories(
        cgroup: "0::/user.slice/user@1000.service/app\n",
        mounts: "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n")
      #expect(unified.unified == "/sys/fs/cgroup/user.slice/user@1000.service/app")
      #expect(unified.memory == nil)
      // A container that sees a part of the hierarchy only.
      let container = CgroupDirectories(
        cgroup: "0::/docker/abc/inner\n",
        mounts: "30 24 0:26 /docker/abc /sys/fs/cgr\\040oup ro - cgroup2 cgroup2 ro\n")
      #expect(container.unified == "/sys/fs/cgr oup/inner")
      let outside = CgroupDirectories(
        cgroup: "0::/docker/abcd\n", mounts: "30 24 0:26 /docker/abc /cg rw - cgroup2 none rw\n")
      #expect(outside.unified == nil)
      #expect(CgroupDirectories(cgroup: "", mounts: "nonsense\n").unified == nil)
    }

    @Test("locks and those who wait for them are told apart")
    func locks() {
      let table = LockTable(
        text(
          """
          1: FLOCK  ADVISORY  WRITE 23447 08:01:123456 0 EOF
          1: -> FLOCK  ADVISORY  WRITE 23742 08:01:123456 0 EOF
          2: POSIX  ADVISORY  READ 7 fe:00:9 128 128
          3: OFDLCK ADVISORY  WRITE -1 00:1a:77 0 EOF
          nonsense
          """))
      #expect(table.rows.count == 4)
      #expect(table.rows[1].isWaiting && table.rows[1].process == 23742)
      #expect(table.holders(of: "08:01:123456", kind: "FLOCK") == [23447])
      #expect(table.holders(of: "08:01:123456", kind: "POSIX") == [])
      #expect(table.holders(of: "00:1a:77", kind: "OFDLCK") == [-1])
    }

    @Test("a name with blanks and brackets does not shift the fields of a process")
    func stat() throws {
      let numbers = (4...52).map(String.init).joined(separator: " ")
      let fields = try #require(StatFields(text("77 (a) b (c) S \(numbers)\n")))
      #expect(String(decoding: fields.name, as: UTF8.self) == "a) b (c")
      #expect(fields.state == UInt8(ascii: "S") && fields[4] == 4 && fields[28] == 28)
      #expect(StatFields(text("77 (x) S 1 2\n")) == nil)
      #expect(StatFields(text("")) == nil)
    }

    @Test("a recorded cgroup of version 2 is read, and what it does not count is nil")
    func version2() throws {
      let folder = try TemporaryDirectory()
      try folder.write("cpu.stat", "usage_usec 3000\nuser_usec 2000\nsystem_usec 1000\n")
      try folder.write("cpu.pressure", "some avg10=1.50 avg60=0.20 avg300=0.00 total=2500000\nfull")
      try folder.write("memory.stat", "anon 1000000\nfile 700000\nkernel 5\nshmem 200000\n")
      try folder.write("memory.peak", "2000000\n")
      try folder.write("memory.current", "1500000\n")
      try folder.write("memory.events", "low 0\noom 2\noom_kill 1\n")
      var folders = CgroupDirectories.none
      folders.unified = folder.path
      var group = ControlGroup(folders)
      let memory = group.memory()
      #expect(memory?.own == 1_200_000 && memory?.cache == 500_000)
      let account = group.account()
      #expect(account.user == 0.002 && account.system == 0.001)
      #expect(account.processorWait == 2.5 && account.diskWait == nil)
      #expect(account.peakMemory == 2_000_000 && account.memoryKills == 1)
      // Whether a limit was there before andon looked does not matter.
      var isFresh = [group.makeFresh()]
      for limit in ["max", "52428800"] {
        try folder.write("memory.max", limit + "\n")
        var other = ControlGroup(folders)
        isFresh.append(other.makeFresh())
      }
      #expect(isFresh == [true, true, false])
      // A second tree in the same cgroup has its own.
      let second = group.account()
      #expect(second.user == 0 && second.memoryKills == 0)
    }

    @Test("of a long course 500 points are kept, and its peak among them")
    func course() {
      var course = MemoryTimeline()
      for number in 0..<20_000 {
        let bytes = number == 13_377 ? 1e9 : Double(number % 100)
        course.add(
          MemorySample(
            at: Double(number) / 100, holders: [ProcessMemory(name: "a", count: 1, bytes: bytes)]))
      }
      #expect(course.points.count <= MemoryTimeline.most && course.points.count >= 200)
      #expect(course.points.map(\.bytes).max() == 1e9)
      #expect(zip(course.points, course.points.dropFirst()).allSatisfy { $0.at < $1.at })
      var many = MemoryTimeline()
      let shares = (0..<20).map { ProcessMemory(name: "n\($0)", count: 1, bytes: 1) }
      many.add(MemorySample(at: 0, holders: shares))
      #expect(many.points[0].holders.count == 8 && many.points[0].bytes == 20)
    }
  }
#endif
