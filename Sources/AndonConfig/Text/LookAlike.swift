// Characters that look like others, or like nothing, and are not what a pipeline file needs: a
// no-break space, a minus sign, typographic quotes, full-width letters.

/// Looks for them.
enum LookAlike {
  private static let known: [Unicode.Scalar: (name: String, meant: String)] = [
    "\u{A0}": ("a no-break space", "an ordinary space"),
    "\u{2007}": ("a figure space", "an ordinary space"),
    "\u{2009}": ("a thin space", "an ordinary space"),
    "\u{202F}": ("a narrow no-break space", "an ordinary space"),
    "\u{3000}": ("an ideographic space", "an ordinary space"),
    "\u{200B}": ("a zero-width space", "nothing"),
    "\u{200C}": ("a zero-width non-joiner", "nothing"),
    "\u{200D}": ("a zero-width joiner", "nothing"), "\u{2060}": ("a word joiner", "nothing"),
    "\u{FEFF}": ("a zero-width no-break space", "nothing"), "\u{AD}": ("a soft hyphen", "nothing"),
    "\u{2212}": ("a minus sign", "`-`"), "\u{2010}": ("a hyphen", "`-`"),
    "\u{2011}": ("a no-break hyphen", "`-`"), "\u{2013}": ("an en dash", "`-`"),
    "\u{2014}": ("an em dash", "`-`"), "\u{201C}": ("a typographic quote", "`\"`"),
    "\u{201D}": ("a typographic quote", "`\"`"), "\u{201E}": ("a typographic quote", "`\"`"),
    "\u{2018}": ("a typographic quote", "`'`"), "\u{2019}": ("a typographic quote", "`'`"),
  ]
  // Signs of comparison have hints of their own.
  private static let signs: Set<Unicode.Scalar> = ["＜", "＞", "＝", "！"]

  /// A hint that names the first such character of a text; nil where there is none.
  static func hint(in text: String) -> String? {
    for scalar in text.unicodeScalars where !scalar.isASCII {
      let code = String(scalar.value, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
      if let other = known[scalar] {
        return "\(name), \(other.name), is in it: write \(other.meant) there"
      }
      // Full-width forms of ASCII.
      if (0xFF01...0xFF5E).contains(scalar.value), !signs.contains(scalar),
        let plain = Unicode.Scalar(scalar.value - 0xFEE0)
      {
        return "\(name), a full-width character, is in it: write `\(plain)` there"
      }
    }
    return nil
  }
}
