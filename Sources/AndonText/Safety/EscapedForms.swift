// A text as other formats hold it: a secret is often printed escaped.
// RFC 8259 (JSON), RFC 3986 and HTML forms (URL), XML 1.0, RFC 4648 (base64), POSIX 2.2 (quotes of
// a shell, which traces its commands with them).

/// The forms of a text.
package enum EscapedForms {
  // A shorter form would take ordinary words out of what is shown; in bytes.
  private static let shortest = 6

  /// Secrets and their forms.
  package static func all(of values: [[UInt8]]) -> [[UInt8]] {
    values + values.flatMap { of($0).filter { $0.count >= shortest } }
  }

  /// The text itself and each of its forms that is another text.
  static func of(_ text: [UInt8]) -> Set<[UInt8]> {
    var forms: Set<[UInt8]> = [text, json(text), json(text, escapesSlash: true), json(json(text))]
    for (quote, apostrophe) in [
      ("&quot;", "'"), ("&#34;", "&#39;"), ("&quot;", "&#x27;"),
      ("&quot;", "&#39;"), ("&quot;", "&apos;"), ("\"", "'"),
    ] {
      forms.insert(xml(text, Array(quote.utf8), Array(apostrophe.utf8)))
    }
    for quoted in ["'\\''", "'\"'\"'", "\\'"] {
      forms.insert(replacing(UInt8(ascii: "'"), with: Array(quoted.utf8), text))
    }
    forms.insert(barred(text))
    for hex in [upper, lower] {
      forms.insert(asciiJSON(text, hex))
      // As Go and as .NET write it.
      forms.insert(asciiJSON(text, hex, marks: "<>&"))
      forms.insert(asciiJSON(text, hex, marks: "<>&+'`"))
      for separator in ["", ":", " "] {
        forms.insert(digits(text, hex, Array(separator.utf8)))
      }
      // Most keep none of these, Python keeps a slash, JavaScript some punctuation.
      for kept in ["", "/", "!'()*"] {
        forms.insert(url(text, hex, plus: false, Array(kept.utf8)))
        forms.insert(url(text, hex, plus: true, Array(kept.utf8)))
      }
    }
    // As base64(1) and openssl(1) break its lines.
    let encoded = base64(text, at: 0)
    for width in [76, 64] where encoded.count > width {
      for start in stride(from: 0, to: encoded.count, by: width) {
        forms.insert(Array(encoded[start..<min(start + width, encoded.count)]))
      }
    }
    for offset in 0..<3 {
      let encoded = base64(text, at: offset)
      forms.insert(encoded)
      forms.insert(
        encoded.map {
          // The alphabet of URLs.
          switch $0 {
          case UInt8(ascii: "+"): UInt8(ascii: "-")
          case UInt8(ascii: "/"): UInt8(ascii: "_")
          default: $0
          }
        })
    }
    return forms
  }

  private static let upper = Array("0123456789ABCDEF".utf8)
  private static let lower = Array("0123456789abcdef".utf8)

  private static func json(_ text: [UInt8], escapesSlash: Bool = false) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x22: Array("\\\"".utf8)
      case 0x5C: Array("\\\\".utf8)
      case 0x2F where escapesSlash: Array("\\/".utf8)
      case 0x08: Array("\\b".utf8)
      case 0x09: Array("\\t".utf8)
      case 0x0A: Array("\\n".utf8)
      case 0x0C: Array("\\f".utf8)
      case 0x0D: Array("\\r".utf8)
      case 0x00...0x1F: Array("\\u00".utf8) + [lower[Int(byte >> 4)], lower[Int(byte & 15)]]
      default: [byte]
      }
    }
  }

  private static func xml(
    _ text: [UInt8], _ quote: [UInt8], _ apostrophe: [UInt8]
  ) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x26: Array("&amp;".utf8)
      case 0x3C: Array("&lt;".utf8)
      case 0x3E: Array("&gt;".utf8)
      case 0x22: quote
      case 0x27: apostrophe
      default: [byte]
      }
    }
  }

  private static func replacing(
    _ byte: UInt8, with other: [UInt8], _ text: [UInt8]
  ) -> [UInt8] { text.flatMap { $0 == byte ? other : [$0] } }

  // As `printf %q` of a shell writes it.
  private static func barred(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: [byte]
      case _ where Array("%+-./:=@_".utf8).contains(byte): [byte]
      default: [0x5C, byte]
      }
    }
  }

  // As programs dump bytes.
  private static func digits(
    _ text: [UInt8], _ hex: [UInt8], _ separator: [UInt8]
  ) -> [UInt8] {
    Array(text.map { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] }.joined(separator: separator))
  }

  // Every letter beyond ASCII by its number, and these signs as well.
  private static func asciiJSON(
    _ text: [UInt8], _ hex: [UInt8], marks: String = ""
  ) -> [UInt8] {
    String(decoding: json(text), as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
      if let byte = UInt8(exactly: unit), byte < 0x80, !marks.utf8.contains(byte) {
        return [byte]
      }
      let digits = [12, 8, 4, 0].map { hex[Int(unit >> $0 & 15)] }
      return Array("\\u".utf8) + digits
    }
  }

  private static func url(
    _ text: [UInt8], _ hex: [UInt8], plus: Bool, _ kept: [UInt8]
  ) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: [byte]
      case 0x20 where plus: [0x2B]
      case _ where kept.contains(byte): [byte]
      default: [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
  }

  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  // The part of its base64 that does not depend on the bytes around it, `offset` bytes into a
  // group of three: `user:password` is encoded as one.
  private static func base64(_ text: [UInt8], at offset: Int) -> [UInt8] {
    var bits = 0
    var count = 0
    var result: [UInt8] = []
    for byte in [UInt8](repeating: 0, count: offset) + text {
      bits = (bits << 8 | Int(byte)) & 0xFFFFFF
      count += 8
      while count >= 6 {
        count -= 6
        result.append(letters[bits >> count & 63])
      }
    }
    return Array(result.dropFirst((offset * 8 + 5) / 6))
  }
}
