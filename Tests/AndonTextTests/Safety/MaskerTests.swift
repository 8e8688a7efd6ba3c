// Secrets in output, however it is cut into pieces.

import AndonTestSupport
import AndonText
import Testing

@Suite("Masking") struct MaskerTests {
  private func masked(_ text: String, _ secrets: [String], piece: Int = .max) -> String {
    let masker = Masker(secrets.map { Array($0.utf8) })
    var stream = MaskedStream(masker)
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    func emit(_ bytes: Span<UInt8>) { for index in bytes.indices { result.append(bytes[index]) } }
    while !rest.isEmpty {
      stream.feed(Array(rest.prefix(piece)).span, emit)
      rest = rest.dropFirst(piece)
    }
    stream.finish(emit)
    return String(decoding: result, as: UTF8.self)
  }

  @Test(
    "whole occurrences are replaced, whatever the pieces",
    arguments: [1, 2, 3, 4, 5, 7, 11, 1000])
  func pieces(_ size: Int) {
    #expect(
      masked("pw=hunter22 hunter2 hunter22hunter22 hunt", ["hunter22"], piece: size)
        == "pw=*** hunter2 ****** hunt")
    #expect(masked("abcabcabd", ["abcabd"], piece: size) == "abc***")
    #expect(masked("aaaaaaab", ["aaab"], piece: size) == "aaaa***")
  }

  @Test("of two secrets that begin alike the longer one is meant", arguments: [1, 3, 1000])
  func longest(_ size: Int) {
    #expect(masked("secret-long secret", ["secret", "secret-long"], piece: size) == "*** ***")
    #expect(masked("secret-lon", ["secret", "secret-long"], piece: size) == "***-lon")
  }

  @Test("without secrets nothing changes, and those that are no more than a byte are passed over")
  func idle() {
    #expect(masked("abc", []) == "abc")
    #expect(masked("abc", ["", "a"]) == "abc")
    #expect(Masker([]).isIdle && Masker([[], [7]]).isIdle)
  }

  @Test("a secret longer than any window is found whole")
  func long() {
    let key = (0..<1000).map { "line \($0)\n" }.joined()
    #expect(masked("a" + key + "b", [key, "secret"], piece: 100) == "a***b")
    #expect(masked(String(key.dropLast()), [key], piece: 100) == String(key.dropLast()))
  }

  @Test("secrets may hold line ends and bytes that are no text")
  func bytes() {
    #expect(masked("a\nkey\nend\nb", ["key\nend"], piece: 2) == "a\n***\nb")
    let masker = Masker([[0xFF, 0x00, 0xFE, 1, 2, 3]])
    #expect(masker.masked([9, 0xFF, 0x00, 0xFE, 1, 2, 3, 9]) == [9] + Array("***".utf8) + [9])
  }

  private func oneMark(_ text: String) -> String {
    var text = text
    while text.contains("******") { text = text.replacing("******", with: "***") }
    return text
  }

  @Test("random pieces and secrets: the same as replacing in the whole", arguments: 1...300)
  func random(_ seed: UInt64) {
    var random = SeededRandom(seed)
    func next(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
    func word(_ count: Int) -> String {
      String((0..<count).map { _ in Character(["a", "b", "c"][next(3)]) })
    }
    let secrets = (0..<1 + next(3)).map { _ in word(2 + next(4)) }
    let text = word(next(60))
    // Every secret that occurs is hidden, those that overlap by one mark.
    let letters = Array(text)
    let places = letters.indices.flatMap { start in
      secrets.filter { letters[start...].starts(with: $0) }.map { start..<start + $0.count }
    }
    var expected = ""
    var hidden = 0
    for index in letters.indices {
      let around = places.filter { $0.contains(index) }
      if around.isEmpty {
        expected.append(letters[index])
      } else if index >= hidden {
        expected += "***"
      }
      hidden = max(hidden, around.map(\.upperBound).max() ?? 0)
    }
    // One that begins within another may get a mark of its own.
    let result = masked(text, secrets, piece: 1 + next(9))
    #expect(oneMark(result) == oneMark(expected))
  }

  @Test("secrets that overlap are hidden whole", arguments: [1, 3, 1000])
  func overlap(_ size: Int) {
    let secrets = ["abcdefX", "Xverysecret"]
    #expect(masked("-abcdefXverysecret-", secrets, piece: size) == "-***-")
    #expect(masked("-abcdefX Xverysecret", secrets, piece: size) == "-*** ***")
  }

  @Test("forms of a secret in lines of base64, in JSON of .NET and in XML")
  func otherForms() {
    let secret = "registry+token<and>more" + String(repeating: "0123456789", count: 8)
    let masker = Masker(hiding: [Array(secret.utf8)])
    let json = secret.replacing("+", with: "\\u002B").replacing("<", with: "\\u003C")
      .replacing(">", with: "\\u003E")
    for form in [json, secret.replacing("<", with: "&lt;").replacing(">", with: "&gt;")] {
      #expect(masker.masked("x\(form)y") == "x***y", "\(form)")
    }
    let encoded = "cmVnaXN0cnkrdG9rZW48YW5kPm1vcmUwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"
    #expect(masker.masked("\(encoded)\n") == "***\n")
  }
}
