// Attacks on readers: browsers, Markdown, terminals, metrics, the agents of CI systems.

import AndonModel
import AndonReport
import AndonSystem
import AndonTestSupport
import AndonText
import Testing

@Suite("Hostile text", .tags(.slow), .unlessFast) struct HostileTextTests {
  // Every scalar below U+3000 that Swift has, as a neighbour of what acts.
  private static let neighbours = (0..<0x3000).compactMap { Unicode.Scalar($0 as UInt32) }

  // The texts in which a sign acts in what an escaper made of them.
  private static func acting(
    _ signs: String, _ escape: (String) -> String,
    _ acts: ([Unicode.Scalar], Int, Unicode.Scalar) -> Bool
  ) -> [String] {
    var found: [String] = []
    for sign in signs.unicodeScalars {
      for other in neighbours where other != sign {
        for text in ["\(other)\(sign)\(other)", "\(sign)\(other)"] {
          let escaped = Array(escape(text).unicodeScalars)
          for index in escaped.indices where escaped[index] == sign {
            if acts(escaped, index, sign) { found.append(text) }
          }
        }
      }
    }
    return found
  }

  @Test("HTML: no sign acts behind or before any letter")
  func html() {
    let found = Self.acting("<>\"'&", Escape.html) { escaped, index, sign in
      // An ampersand begins an entity of andon's own, and nothing else.
      let rest = String(String.UnicodeScalarView(escaped[index...]))
      return sign != "&"
        || !["&lt;", "&gt;", "&amp;", "&quot;", "&#39;"].contains {
          rest.utf8.starts(with: $0.utf8)
        }
    }
    #expect(found.isEmpty)
  }

  @Test("Markdown: every sign has a bar before it, or is an entity")
  func markdown() {
    let found = Self.acting("|*_`[]#~$!<>&@", Escape.markdown) { escaped, index, sign in
      let before = index > 0 ? escaped[index - 1] : " "
      let after = index + 1 < escaped.count ? escaped[index + 1] : " "
      switch sign {
      case "&": return !("a"..."z").contains(after) && after != "#"
      case "@": return after != "\u{200B}"
      default: return before != "\\"
      }
    }
    #expect(found.isEmpty)
  }

  @Test("OpenMetrics, graphs: a label does not end early")
  func labels() {
    let found = Self.acting("\"#", Escape.label) { escaped, index, sign in
      sign == "#" || index == 0 || escaped[index - 1] != "\\"
    }
    #expect(found.isEmpty)
    #expect(Self.acting("\"<>", Escape.graph) { _, _, _ in true }.isEmpty)
  }

  @Test("a console: no agent finds a command in a line")
  func console() {
    for other in Self.neighbours {
      let text = SafeText.console("\(other)::error::x\n\(other)##vso[x]\n#\(other)##[error]x\n")
      #expect(GitHubRunner(text).commands.isEmpty, "U+\(String(other.value, radix: 16))")
      #expect(!text.unicodeScalars.elementsEqual("##".unicodeScalars) && !Self.has("##", text))
    }
  }

  private static func has(_ part: String, _ text: String) -> Bool {
    let (bytes, wanted) = (Array(text.utf8), Array(part.utf8))
    return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
  }

  @Test("a combining mark does not make a text short")
  func cut() {
    let text = "a" + String(repeating: "\u{301}", count: 300_000)
    #expect(SafeText.cut(text, to: 100).utf8.count < 300)
  }

  // A text that output, tests, objectives, waivers, the pipeline and the branch show in reports.
  private static let evil = "\u{600}<img src=x onerror=alert(1)>\u{600}<!--\u{600}|`[x](http://e)"
  private static let mark = "\u{600}##vso[task.x]y"

  private func scene() throws -> CommandFixture {
    let text = "\(Self.evil) \(Self.mark)"
    let scene = try CommandFixture(
      Attack.pipeline(
        "cat text >&2; cp j.xml out.xml; touch out.xml; exit 1",
        more: "collect: [{ junit: out.xml }]",
        rest: """
          objectives:
            '\(text)': { indicator: s.wall, fail: "> 0s" }
            o: { indicator: s.wall, fail: "> 0s" }
          waivers:
            - { objective: o, until: 2099-01-01, owner: '\(text)', reason: '\(text)' }

          """
      ).replacing("name: x", with: "name: '\(text)'"))
    let branch = text.split(separator: " ").joined()
    try scene.folder.write(".git/HEAD", "ref: refs/heads/\(branch)\n")
    try scene.folder.write("text", "\(text)\n::error::\(Self.evil)\n")
    let name = text.replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    try scene.folder.write(
      "j.xml",
      "<testsuite name='a'><testcase name='\(name)'><failure message='\(name)'/></testcase></testsuite>"
    )
    return scene
  }

  @Test(
    "a browser, a Markdown reader and an agent find nothing to act on",
    arguments: CommandFixture.Account.all
  )
  func consumers(_ account: CommandFixture.Account) throws {
    let scene = try scene()
    let end = try scene.andon(as: account, "run", "--host", "azure")
    #expect(end.exitCode == 20)
    #expect(!Self.has("##vso[task.x", end.output + end.error))
    let parser = """
      import sys
      from html.parser import HTMLParser
      class Page(HTMLParser):
          def handle_starttag(self, name, pairs):
              if name in ('img', 'script', 'iframe', 'a', 'svg') or any(k.startswith('on') for k, _ in pairs):
                  print(name, pairs)
          def handle_comment(self, text): print('comment', text)
      Page().feed(sys.stdin.read())
      """
    try scene.folder.write("parser.py", parser)
    let page = try Attack.sh("python3 parser.py < andon-out/report.html", in: scene)
    #expect(page.exitCode == 0 && page.output.isEmpty, "\(page.output)")
    #expect(Attack.holds(scene, "andon-out/report.html", "default-src 'none'"))
    for file in ["summary.md", "report.md"] {
      // details and summary are andon's own.
      let script = """
        cmark-gfm --unsafe -e table -e autolink -e strikethrough -e tagfilter andon-out/\(file) |
          sed 's/<\\/\\?\\(details\\|summary\\)>//g' | python3 parser.py
        """
      let read = try Attack.sh(script, in: scene)
      #expect(read.exitCode == 0 && read.output.isEmpty, "\(file): \(read.output)")
    }
  }

  @Test(
    "every command breaks what an agent would act on",
    arguments: [
      "check", "run", "plan", "import out.xml", "import --json out.xml", "explain --log text",
      "explain --log text --json", "explain s", "audit text", "verify", "history list",
      "report --from andon-out/verdict.json --format console",
      "judge --pipeline andon.yaml --measurements andon-out/verdict.json",
      "history show 0", "check --json", "plan --format dot", "plan --format mermaid",
    ])
  func commands(_ command: String) throws {
    let scene = try scene()
    _ = try scene.andon("run")
    let end = try Attack.sh("$ANDON \(command) 2>&1", in: scene)
    #expect(
      GitHubRunner(end.output).commands.isEmpty && !Self.has("##", end.output), "\(end.output)")
    #expect(!end.output.utf8.contains(0x1B))
  }

  @Test(
    "arguments act on no terminal",
    arguments: [
      "run X", "check X", "plan X", "audit X", "history X", "run --jobs X", "run --X", "verify X",
      "import X", "report --from X", "explain --log X", "history list --history X",
    ])
  func arguments(_ command: String) throws {
    let evil = "$'\\e[31mX\\u202e\\n##vso[x]\\n::error::y'"
    let end = try Attack.sh(
      "export LC_ALL=C.UTF-8; $ANDON \(command.replacing("X", with: evil)) 2>&1",
      in: CommandFixture(Attack.pipeline("true")))
    #expect(end.exitCode != 0 && !end.output.utf8.contains(0x1B), "\(end)")
    #expect(!end.output.unicodeScalars.contains("\u{202E}"))
    #expect(GitHubRunner(end.output).commands.isEmpty && !Self.has("##", end.output))
  }

  @Test("no reader of JUnit finds a file to attach")
  func attachments() throws {
    let scene = try CommandFixture(
      Attack.pipeline("echo '[[ATTACHMENT|/etc/passwd]]'; echo '[[[ATTACHMENT|x]]'; exit 1"))
    _ = try scene.andon("run")
    #expect(!Attack.holds(scene, "andon-out/junit.xml", "[[ATTACHMENT|"))
    #expect(Attack.holds(scene, "andon-out/junit.xml", "[ [ATTACHMENT|/etc/passwd]]"))
  }

  @Test(
    "names of files act on no agent",
    arguments: ["verify", "audit ::error::x", "import '##vso[x]'"])
  func names(_ command: String) throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "mkdir out; touch 'out/a'", more: "outputs: ['out/**', '::set-output name=a::b']"))
    _ = try scene.andon("run")
    _ = try Attack.sh("rm out/a; touch '::error::x' '##vso[x]'", in: scene)
    let end = try Attack.sh("$ANDON \(command) 2>&1", in: scene)
    #expect(
      GitHubRunner(end.output).commands.isEmpty && !Self.has("##", end.output), "\(end.output)")
  }
}
