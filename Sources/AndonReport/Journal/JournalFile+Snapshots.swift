// Snapshots in the journal, written and read.

internal import AndonModel
internal import AndonText

extension JournalFile {
  /// The members of a snapshot.
  static func write(_ snapshot: StageSnapshot, _ json: inout JSONWriter) {
    json.integer("number", snapshot.attempt)
    json.text("moment", snapshot.moment.rawValue)
    json.number("after", snapshot.at)
    json.array("processes", snapshot.tree.processes) { json, process in
      json.object { json in
        json.integer("pid", process.pid)
        json.integer("parent", process.parent)
        json.text("command", process.command)
        json.text("state", String(process.state))
        json.text("waitChannel", process.waitChannel)
        json.integer("systemCall", process.systemCall)
        json.number("processor", process.processor)
        json.number("waited", process.waited)
        json.number("memory", process.memory)
        json.array("locks", process.locks) { $0.text($1) }
      }
    }
    json.array("locks", snapshot.tree.locks) { write($1, &$0) }
    json.number("processorPressure", snapshot.tree.pressure.processor)
    json.number("diskPressure", snapshot.tree.pressure.disk)
    json.number("memoryPressure", snapshot.tree.pressure.memory)
    json.array("tail", snapshot.tail) { $0.text($1) }
    json.array("others", snapshot.tree.others) { $0.text($1) }
    json.boolean("truncated", snapshot.tree.isTruncated)
  }

  /// A file lock and who has to do with it.
  static func write(_ lock: BlockedLock<String>, _ json: inout JSONWriter) {
    json.object { json in
      json.integer("waiter", lock.waiter)
      json.text("name", lock.name)
      json.text("kind", lock.kind)
      json.text("path", lock.path)
      json.array("holders", lock.holders) { json, holder in
        json.object { write(holder, &$0) }
      }
    }
  }

  /// The members of a process that holds what another one wants.
  static func write(_ holder: LockHolder<String>, _ json: inout JSONWriter) {
    json.integer("pid", holder.pid)
    json.text("command", holder.command)
    json.boolean("own", holder.isOwn)
    json.number("age", holder.age)
    json.text("parent", holder.parent ?? "")
    json.text("stage", holder.stage)
  }
}

extension StageSnapshot {
  /// Reads the members of a snapshot.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      attempt: try row.integer("number"), moment: try row.choice("moment"),
      at: try row.number("after"))
    for item in try row.items("processes") {
      tree.processes.append(try ProcessEntry(JSONRow(item, "a process")))
    }
    for item in try row.items("locks") {
      tree.locks.append(try BlockedLock(JSONRow(item, "a lock")))
    }
    tree.pressure.processor = try row.optionalNumber("processorPressure")
    tree.pressure.disk = try row.optionalNumber("diskPressure")
    tree.pressure.memory = try row.optionalNumber("memoryPressure")
    tail = try row.texts("tail")
    tree.others = try row.optionalItems("others").compactMap(\.text)
    tree.isTruncated = try row.boolean("truncated")
  }
}

extension ProcessEntry<String> {
  /// Reads a process.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      pid: try row.integer("pid"), parent: try row.integer("parent"),
      command: try row.text("command"))
    state = try row.text("state").first ?? "?"
    waitChannel = try row.optionalText("waitChannel")
    systemCall = try row.optionalInteger("systemCall")
    processor = try row.number("processor")
    waited = try row.optionalNumber("waited") ?? 0
    memory = try row.number("memory")
    locks = try row.texts("locks")
  }
}

extension BlockedLock<String> {
  /// Reads a file lock.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      waiter: try row.integer("waiter"), name: try row.text("name"), kind: try row.text("kind"),
      path: try row.optionalText("path"), holders: [])
    for item in try row.items("holders") {
      holders.append(try LockHolder(JSONRow(item, "a holder")))
    }
  }
}

extension LockHolder<String> {
  /// Reads a process that holds what another one wants.
  init(_ row: JSONRow) throws(VerdictFile.StoredFormatError) {
    self.init(
      pid: try row.integer("pid"), command: try row.text("command"),
      isOwn: try row.boolean("own"), age: try row.optionalNumber("age"))
    parent = try row.optionalText("parent").flatMap { $0.isEmpty ? nil : $0 }
    stage = try row.optionalText("stage")
  }
}
