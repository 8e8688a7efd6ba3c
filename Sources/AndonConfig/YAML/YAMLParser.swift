// YAML text into nodes, through libyaml's events.
// libyaml knows the syntax; anchors, merges, repeated keys and limits are decided here. Depth is
// bounded, so that no file can exhaust the stack. yaml.h of libyaml 0.2.5; YAML 1.1 merge keys.

internal import CLibYAML

/// Reads one YAML document.
struct YAMLParser {
  private static let maximumDepth = 64
  private static let maximumAliasedNodes = 10_000

  // A collection that is still open.
  private struct Open {
    let line: Int
    let column: Int
    let isMapping: Bool
    let anchor: String?
    var items: [YAMLNode] = []
  }

  private var open: [Open] = []
  private var anchors: [String: YAMLNode] = [:]
  private var aliasedNodes = 0
  private var root: YAMLNode?
  private var faults: ConfigProblems
  private var isGivenUp = false
  private var isDone = false

  /// The root of a document that holds `content`, such as `pipeline`; nil with a fault.
  ///
  /// `hint` says how such a document begins.
  static func root(
    of bytes: [UInt8], holding content: String, hint: Hint, _ faults: inout ConfigProblems
  ) -> YAMLNode? {
    let root = parse(bytes, &faults)
    if root == nil, faults.list.isEmpty {
      faults.add(line: 1, column: 1, "the file holds no \(content)", hint: hint)
    }
    return root
  }

  /// The document's root; nil where it could not be read to its end.
  ///
  /// A fault of one key hides no other: that key is left out.
  ///
  /// `text` has no byte order mark.
  static func parse(_ text: [UInt8], _ faults: inout ConfigProblems) -> YAMLNode? {
    var parser = YAMLParser(faults: faults)
    parser.run(text)
    faults = parser.faults
    return parser.isGivenUp ? nil : parser.root
  }

  private init(faults: ConfigProblems) { self.faults = faults }

  private mutating func run(_ text: [UInt8]) {
    var parser = unsafe yaml_parser_t()
    guard unsafe yaml_parser_initialize(&parser) == 1 else {
      preconditionFailure("libyaml has no memory for a parser")
    }
    defer { unsafe yaml_parser_delete(&parser) }
    unsafe text.withUnsafeBufferPointer { bytes in
      unsafe yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      while !isGivenUp, !isDone {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(&parser, &event) == 1 else {
          unsafe addSyntaxFault(parser, text)
          return
        }
        let isLast = unsafe event.type == YAML_STREAM_END_EVENT
        unsafe handle(event)
        unsafe yaml_event_delete(&event)
        if isLast { return }
      }
    }
  }

  private mutating func addSyntaxFault(_ parser: yaml_parser_t, _ text: [UInt8]) {
    isGivenUp = true
    let problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "not YAML"
    let context = unsafe parser.context.map { unsafe " " + String(cString: $0) } ?? ""
    // What cannot be read at all has an offset alone.
    if unsafe parser.error == YAML_READER_ERROR {
      let place = unsafe faults.place(ofByte: parser.problem_offset)
      let code = unsafe String(max(0, Int(parser.problem_value)), radix: 16, uppercase: true)
      let name = String(repeating: "0", count: max(0, 4 - code.count)) + code
      faults.add(
        line: place.line, column: place.column, "YAML: \(problem): U+\(name)",
        hint: "remove it, or write it as an escape in double quotes")
      return
    }
    var mark = unsafe parser.problem_mark
    // A bracket or a quote that is open at the end of the file began further up.
    let rest = text.split(separator: 0x0A, omittingEmptySubsequences: false)
      .dropFirst(Int(mark.line))
    if unsafe parser.context != nil, rest.allSatisfy({ $0.allSatisfy { $0 == 0x20 || $0 == 0x0D } })
    {
      unsafe mark = parser.context_mark
    }
    let (line, column) = (Int(mark.line) + 1, Int(mark.column) + 1)
    if faults.character(line: line, column: column) == "\t" {
      faults.add(
        line: line, column: column, "YAML: a tab stands where only spaces are allowed",
        hint: "indent with spaces")
      return
    }
    let hint: Hint =
      if problem.contains("unknown escape") {
        "write `\\\\` for a backslash, or put the text in single quotes"
      } else if faults.character(line: line, column: column - 1) == "'" {
        "write `''` for a quote within single quotes"
      } else {
        "indent with spaces, put text with special characters in quotes"
      }
    faults.add(line: line, column: column, "YAML: \(problem)\(context)", hint: hint)
  }

  private mutating func handle(_ event: yaml_event_t) {
    let line = unsafe Int(event.start_mark.line) + 1
    let column = unsafe Int(event.start_mark.column) + 1
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT where root != nil:
      faults.add(
        line: line, column: column, "a second document", hint: "keep one pipeline in one file")
      isDone = true
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let text = unsafe String(decoding: bytes, as: UTF8.self)
      let node = unsafe YAMLNode(
        line: line, column: column, content: .scalar(text, Self.style(scalar.style)), size: 1)
      unsafe add(node, anchor: Self.text(scalar.anchor))
    case YAML_ALIAS_EVENT:
      unsafe addAlias(Self.text(event.data.alias.anchor) ?? "", line, column)
    case YAML_SEQUENCE_START_EVENT:
      let anchor = unsafe Self.text(event.data.sequence_start.anchor)
      push(Open(line: line, column: column, isMapping: false, anchor: anchor))
    case YAML_MAPPING_START_EVENT:
      let anchor = unsafe Self.text(event.data.mapping_start.anchor)
      push(Open(line: line, column: column, isMapping: true, anchor: anchor))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      close()
    default:
      break
    }
  }

  private mutating func push(_ collection: Open) {
    if open.count >= Self.maximumDepth {
      giveUp(
        collection.line, collection.column, "nested deeper than \(Self.maximumDepth) levels",
        hint: "a pipeline needs no more than six levels")
      return
    }
    open.append(collection)
  }

  private mutating func close() {
    guard let done = open.popLast() else { return }
    let content: YAMLNode.YAMLContent =
      done.isMapping ? .mapping(entries(of: done)) : .sequence(done.items.filter { $0.size > 0 })
    let size = max(1, done.items.reduce(1) { $0 + $1.size })
    add(
      YAMLNode(line: done.line, column: done.column, content: content, size: size),
      anchor: done.anchor)
  }

  private mutating func add(_ node: YAMLNode, anchor: String?) {
    if let anchor { anchors[anchor] = node }
    if open.isEmpty { root = node } else { open[open.count - 1].items.append(node) }
  }

  private mutating func addAlias(_ name: String, _ line: Int, _ column: Int) {
    if open.contains(where: { $0.anchor == name }) {
      let message = "the anchor `&\(name)` contains itself"
      faults.add(line: line, column: column, message, hint: "write the value out")
      addNothing(line, column)
      return
    }
    guard let target = anchors[name] else {
      let message = "no anchor `&\(name)` before this"
      faults.add(line: line, column: column, message, hint: "define it further up")
      addNothing(line, column)
      return
    }
    aliasedNodes += target.size
    if aliasedNodes > Self.maximumAliasedNodes {
      giveUp(
        line, column, "more than \(Self.maximumAliasedNodes) nodes reached through aliases",
        hint: "write the values out, or use fewer aliases")
      return
    }
    var content = target.content
    if case .scalar(let text, _) = content, !target.isAbsent { content = .scalar(text, .aliased) }
    add(YAMLNode(line: line, column: column, content: content, size: target.size), anchor: nil)
  }

  // Keeps the place of a value that cannot be told: of size 0, which no other node has.
  private mutating func addNothing(_ line: Int, _ column: Int) {
    add(
      YAMLNode(line: line, column: column, content: .scalar("", .plain), size: 0), anchor: nil)
  }

  private mutating func giveUp(_ line: Int, _ column: Int, _ message: String, hint: Hint) {
    faults.add(line: line, column: column, message, hint: hint)
    isGivenUp = true
  }

  // Keys and values come in turns. Own keys win over merged ones.
  private mutating func entries(of mapping: Open) -> [YAMLNode.Entry] {
    var own: [YAMLNode.Entry] = []
    var places: [String: YAMLNode] = [:]
    var merged: [YAMLNode.Entry] = []
    for index in stride(from: 0, to: mapping.items.count - 1, by: 2) {
      let key = mapping.items[index]
      let value = mapping.items[index + 1]
      if key.size == 0 || value.size == 0 { continue }
      guard case .scalar(let name, let style) = key.content else {
        faults.add(key, "a key must be text, not \(key.kind)", hint: "put the key in quotes")
        continue
      }
      if name == "<<", style == .plain {
        merged += mergedEntries(value)
      } else if let first = places[name] {
        faults.add(
          key, "the key `\(name)` is here twice",
          hint: "it stands in line \(first.line) already; keep one of them")
      } else {
        places[name] = key
        own.append(YAMLNode.Entry(name: name, key: key, value: value))
      }
    }
    for entry in merged where places[entry.name] == nil {
      places[entry.name] = entry.key
      own.append(entry)
    }
    return own
  }

  private mutating func mergedEntries(_ value: YAMLNode) -> [YAMLNode.Entry] {
    switch value.content {
    case .mapping(let entries):
      return entries
    case .sequence(let items):
      return items.flatMap { mergedEntries($0) }
    case .scalar:
      faults.add(value, "`<<` takes a mapping, not \(value.kind)", hint: "write `<<: *name`")
      return []
    }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private static func text(_ name: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    guard let name = unsafe name else { return nil }
    return unsafe String(cString: name)
  }
}
