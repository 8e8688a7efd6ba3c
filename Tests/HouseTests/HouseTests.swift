// The rules of the house, held against the sources. Sources/README.md explains them.

import AndonSystem
import AndonTestSupport
import Testing

@Suite("House") struct HouseTests {
  /// A source file with its lines.
  struct Source: Sendable {
    let path: String
    let lines: [String]
    var target: String { String(path.split(separator: "/")[1]) }
    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
  }

  /// What each target may import, from the floor table.
  ///
  /// What is not named here is not allowed.
  static let floors: [String: Set<String>] = [
    "AndonModel": [],
    "AndonSystem": ["AndonModel", "CAndonSystem", "Glibc", "Synchronization", "SystemPackage"],
    "AndonXML": ["CAndonXML", "CLibXML2"],
    "AndonText": ["CPCRE2"],
    "AndonConfig": ["AndonModel", "AndonText", "CAndonResources", "CLibYAML"],
    "AndonRun": ["AndonModel", "AndonSystem", "AndonText"],
    "AndonImport": ["AndonModel", "AndonXML", "AndonText"],
    "AndonAudit": ["AndonModel", "AndonText", "CCMarkGFM"],
    "AndonOutputs": ["AndonModel", "AndonSystem", "AndonText", "CLibArchive"],
    "AndonJudge": ["AndonModel", "RealModule"],
    "AndonHistory": ["AndonModel", "CSQLite"],
    "AndonReport": [
      "AndonModel", "AndonXML", "AndonText", "CAndonResources",
    ],
    "AndonApp": [
      "AndonModel", "AndonSystem", "AndonText", "AndonConfig", "AndonRun", "AndonImport",
      "AndonJudge", "AndonReport", "AndonHistory", "AndonAudit", "AndonXML", "Glibc",
    ],
    "andon": [
      "AndonApp", "AndonModel", "AndonSystem", "AndonText", "AndonConfig", "AndonReport",
      "AndonHistory", "ArgumentParser", "Glibc",
    ],
    "andon-outputs": [
      "AndonModel", "AndonSystem", "AndonImport", "AndonRun", "AndonOutputs", "Glibc",
    ],
  ]

  // What may stand before the word.
  private static let importWords: Set<Substring> = [
    "internal", "package", "private", "public", "fileprivate", "@testable", "@preconcurrency",
    "@_exported",
  ]

  static let sources: [Source] = files(below: "Sources").filter { $0.path.hasSuffix(".swift") }
  static let tests: [Source] = files(below: "Tests").filter { $0.path.hasSuffix(".swift") }
  static let cSources: [Source] = files(below: "Sources").filter {
    $0.path.hasSuffix(".c") || $0.path.hasSuffix(".h")
  }

  static func files(below folder: String) -> [Source] {
    let path = "\(Built.repository)/\(folder)"
    return Files.names(in: path).flatMap { name -> [Source] in
      let child = "\(folder)/\(name)"
      if Files.isFolder("\(Built.repository)/\(child)") { return files(below: child) }
      let bytes = (try? Files.read("\(Built.repository)/\(child)")) ?? []
      let lines = String(decoding: bytes, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false)
      return [Source(path: child, lines: lines.map(String.init))]
    }
  }

  private func expectNone(_ complaints: [String]) {
    #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
  }

  @Test("the sources are there to be looked at")
  func presence() {
    #expect(Self.sources.count > 50)
    #expect(Set(Self.sources.map(\.target)) == Set(Self.floors.keys))
  }

  @Test("a target imports lower floors only")
  func imports() {
    expectNone(
      Self.sources.flatMap { source in
        source.lines.compactMap { line -> String? in
          let words = line.split(separator: " ")
          let before = words.prefix { $0 != "import" }
          let at = before.count
          guard at + 1 < words.count, before.allSatisfy(Self.importWords.contains) else {
            return nil
          }
          let module = String(words[at + 1].prefix { $0 != "." })
          let isAllowed = Self.floors[source.target]?.contains(module) == true
          return isAllowed ? nil : "\(source.path) imports \(module)"
        }
      })
  }

  @Test("Package.swift gives each target no more than its floor")
  func package() throws {
    let bytes = try Files.read(Built.repository + "/Package.swift")
    let text = String(decoding: bytes, as: UTF8.self)
    for (target, allowed) in Self.floors where target.hasPrefix("Andon") {
      let declaration = try #require(
        text.split(separator: "library(").first {
          $0.drop(while: \.isWhitespace).hasPrefix("\"\(target)\",")
        }, "\(target)"
      ).prefix { $0 != ")" }
      let names = declaration.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }.dropFirst()
      #expect(Set(names).isSubset(of: allowed), "\(target)")
    }
  }

  @Test("a file begins with a caption")
  func captions() {
    let exempt = Self.tests.filter { !$0.path.contains("AndonTestSupport") }.map(\.path)
    expectNone(
      (Self.sources + Self.tests + Self.cSources).compactMap { source in
        let first = source.lines.first ?? ""
        let isCaption = first.hasPrefix("// ") && first.count > 10
        let isShim = source.name == "shim.h" || exempt.contains(source.path)
        return isCaption || isShim ? nil : "\(source.path) has no caption"
      })
  }

  @Test("a file is named after a type that it declares or extends")
  func fileNames() {
    expectNone(
      Self.sources.filter { $0.name != "main.swift" }.compactMap { source in
        let type = source.name.split { "+.".contains($0) }.first.map(String.init) ?? ""
        let words: Set<Substring> = ["struct", "enum", "class", "protocol", "extension"]
        let isDeclared = source.lines.contains { line in
          let parts = line.split { !$0.isLetter && !$0.isNumber }
          return parts.contains(where: words.contains) && parts.contains { $0 == type }
        }
        return isDeclared ? nil : source.path
      })
  }

  @Test("a directory holds at most 17 source files")
  func directories() {
    let paths = Self.sources.map { String($0.path.dropLast($0.name.count)) }
    let counts = Dictionary(grouping: paths) { $0 }.mapValues(\.count)
    expectNone(counts.filter { $0.value > 17 }.map { "\($0.key) holds \($0.value)" })
  }

  @Test("files stay below 500 lines, functions below 50")
  func sizes() {
    expectNone(
      (Self.sources + Self.tests + Self.cSources).compactMap {
        $0.lines.count > 500 ? "\($0.path) has \($0.lines.count) lines" : nil
      })
    expectNone(
      Self.sources.flatMap { source in
        var start: (line: Int, indent: Int)?
        return source.lines.enumerated().compactMap { number, line -> String? in
          let indent = line.prefix { $0 == " " }.count
          if start == nil, line.contains("func "), !line.contains("///"), line.hasSuffix("{") {
            start = (number, indent)
          }
          guard let begun = start, line == String(repeating: " ", count: begun.indent) + "}" else {
            return nil
          }
          start = nil
          let length = number - begun.line
          return length > 50 ? "\(source.path):\(begun.line + 1) is \(length) lines long" : nil
        }
      })
  }

  @Test("no line of the sources is longer than 100 characters")
  func width() {
    expectNone(
      (Self.sources + Self.cSources).flatMap { source in
        source.lines.enumerated().compactMap { number, line in
          line.count > 100 ? "\(source.path):\(number + 1)" : nil
        }
      })
  }

  @Test("what leaves its file is documented")
  func documentation() {
    expectNone(
      Self.sources.flatMap { source in
        source.lines.enumerated().compactMap { number, line -> String? in
          let text = line.drop { $0 == " " }
          guard text.hasPrefix("package "), !text.hasPrefix("package import"),
            !text.contains(" var total = 0"), !Self.isTally(text)
          else { return nil }
          let above = number > 0 ? source.lines[number - 1].drop { $0 == " " } : ""
          let isDocumented = above.hasPrefix("///") || above.hasPrefix("@")
          return isDocumented ? nil : "\(source.path):\(number + 1) is not documented"
        }
      })
  }

  // The counters of `Totals` are explained by their group.
  private static func isTally(_ text: Substring) -> Bool {
    text.wholeMatch(of: /package var [a-zA-Z]+ = 0/) != nil
  }

  @Test("names say a duty")
  func names() {
    let forbidden = ["Manager", "Helper", "Util", "Common", "Impl"]
    expectNone(
      (Self.sources + Self.tests).flatMap { source in
        source.lines.enumerated().compactMap { number, line -> String? in
          guard let match = line.firstMatch(of: /(struct|class|enum|protocol|actor) ([A-Za-z]+)/)
          else {
            return nil
          }
          let name = String(match.2)
          // A baseline is a word of the house.
          let isBase = name.hasPrefix("Base") && !name.hasPrefix("Baseline")
          let isBad = isBase || forbidden.contains { name.contains($0) }
          return isBad ? "\(source.path):\(number + 1) declares \(name)" : nil
        }
      })
  }

  @Test("no force, no swallowed error without a reason, no shared state")
  func shortcuts() {
    expectNone(
      Self.sources.flatMap { source in
        source.lines.enumerated().compactMap { number, line -> String? in
          let code = line.split(separator: "//", omittingEmptySubsequences: false).first ?? ""
          let place = "\(source.path):\(number + 1)"
          if code.contains("try!") || code.contains("as!") { return "\(place) forces" }
          if code.contains("static var") && code.contains("=") { return "\(place) shares state" }
          if code.contains("@unchecked") { return "\(place) is unchecked" }
          if code.contains("TODO") || line.contains("FIXME") { return "\(place) promises work" }
          return nil
        }
      })
  }

  @Test("tests wait for events, not for time")
  func sleeping() {
    expectNone(
      Self.tests.flatMap { source in
        source.lines.enumerated().compactMap { number, line -> String? in
          let isSleep = line.contains("Task." + "sleep") || line.contains("us" + "leep(")
          return isSleep ? "\(source.path):\(number + 1) sleeps" : nil
        }
      })
  }

  @Test("the top level holds what the layout knows")
  func topLevel() {
    let known: Set = ["Package.swift", "Sources", "Tests", "ci", "schemas", "README.md"]
    let ignored: Set = ["Package.resolved", "andon-out"]
    let unknown = Files.names(in: Built.repository)
      .filter { !known.contains($0) && !ignored.contains($0) && !$0.hasPrefix(".") }
    #expect(unknown == [])
  }

  @Test("the map names every target")
  func map() throws {
    let bytes = try Files.read(Built.repository + "/Sources/README.md")
    let text = String(decoding: bytes, as: UTF8.self)
    for target in Files.names(in: Built.repository + "/Sources") where target != "README.md" {
      #expect(text.contains("`\(target)`"), "\(target)")
    }
  }
}
