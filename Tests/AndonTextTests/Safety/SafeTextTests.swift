import AndonText
import Testing

@Suite("Safe text") struct SafeTextTests {
  @Test(
    "takes control sequences out and makes control characters visible",
    arguments: [
      ("plain", "plain"), ("\u{1B}[31mred\u{1B}[0m", "red"), ("\u{1B}]0;title\u{07}x", "x"),
      ("\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"), ("a\u{1B}(Bb", "ab"),
      ("bell\u{07}", "bell\u{2407}"), ("nul\u{00}", "nul\u{2400}"), ("tab\there", "tab here"),
      ("progress\r100 %", "progress100 %"), ("\u{9B}31m", "\u{FFFD}31m"),
      ("\u{202E}evil", "\u{FFFD}evil"), ("cut off \u{1B}[31", "cut off "), ("äöü 漢字", "äöü 漢字"),
    ])
  func lines(_ hostile: String, _ safe: String) {
    #expect(SafeText.line(Array(hostile.utf8)) == safe)
    #expect(SafeText.line(hostile) == safe)
  }

  @Test("repairs broken UTF-8")
  func repair() {
    #expect(SafeText.line([0x61, 0xFF, 0xFE, 0x62]) == "a\u{FFFD}\u{FFFD}b")
    #expect(SafeText.line([0xC3]) == "\u{FFFD}")
  }

}

@Suite("Escaped text") struct EscapedTextTests {
  @Test(
    "a line of a stage is not a command on a console",
    arguments: [
      "::error::x", "  ::stop-commands::t", "##[error]x", "a ##vso[x]", "##teamcity[x]", "####",
      "x\n::error::y",
    ])
  func commands(_ line: String) {
    let text = ConsoleText("\(line)\n").lines
    #expect(!text.contains("##") && text.split(separator: "\n").count == 1)
    #expect(!text.drop(while: \.isWhitespace).hasPrefix("::"))
  }

  @Test("interpolated text is escaped for its reader, and escaped once")
  func readers() {
    let name = "<a>|\u{1B}[31m\nb"
    #expect(ConsoleText("is \(name)\n").content == "is <a>|␊b\n")
    #expect(MarkdownText("**\(name)**").content == "**&lt;a&gt;\\|␊b**")
    let cell = HTMLText("<td>\(name)</td>")
    #expect(cell.content == "<td>&lt;a&gt;|␊b</td>")
    #expect(HTMLText("<tr>\(cell)</tr>").content == "<tr>\(cell.content)</tr>")
  }

  @Test("a column has blanks on one side, and none are left at the end of a line")
  func columns() {
    let name: ConsoleText = "ab"
    #expect(name.padded(to: 4).content == "ab  " && name.padded(to: 1).content == "ab")
    #expect(name.padded(to: 4, alignsRight: true).content == "  ab")
    #expect(name.padded(to: 4).trimmingEnd() == name)
    #expect(["a", "b"].map { ConsoleText("\($0)") }.joined(separator: ", ").content == "a, b")
  }
}
