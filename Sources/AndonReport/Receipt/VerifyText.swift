// What `andon verify` prints for people.

package import AndonModel
package import AndonText

/// A comparison with a receipt as text.
package enum VerifyText {
  /// The lines.
  package static func write(_ name: String, _ receipt: Receipt, _ found: [Mismatch]) -> ConsoleText
  {
    var text = found.map { ConsoleText("\($0.name): \($0.problem)\n") }.joined()
    let all = receipt.files.count + receipt.links.count
    let files = Format.count(all, "file")
    if found.isEmpty {
      text += "\(name): \(files) as they were, of a run that was \(receipt.verdict.rawValue)\n"
    } else {
      let count = Format.count(found.count, "mismatch")
      text += "\(name): \(count) in \(files)\n"
    }
    for unread in receipt.unread {
      text += "not known: \(unread) could not be read when the receipt was made\n"
    }
    return text + "what is not signed shows that nothing has changed, not who made it\n"
  }
}
