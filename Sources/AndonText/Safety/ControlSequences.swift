// Takes terminal control sequences out of bytes.
// Works on bytes, since the text around them may be broken UTF-8. ECMA-48, section 5.

/// Escape sequences of terminals.
package enum ControlSequences {
  private enum State {
    case text
    case escape
    case control
    case string
    case stringEscape
  }

  /// The bytes without escape sequences; a sequence that is cut off is taken out to the end.
  package static func removed(from bytes: some Collection<UInt8>) -> [UInt8] {
    guard bytes.contains(0x1B) else { return Array(bytes) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var state = State.text
    for byte in bytes {
      switch state {
      case .text:
        if byte == 0x1B { state = .escape } else { result.append(byte) }
      case .escape:
        switch byte {
        case UInt8(ascii: "["): state = .control
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
          UInt8(ascii: "_"):
          state = .string
        // Intermediate bytes of a longer sequence.
        case 0x20...0x2F: break
        default: state = .text
        }
      case .control:
        if (0x40...0x7E).contains(byte) { state = .text }
      case .string:
        if byte == 0x07 { state = .text } else if byte == 0x1B { state = .stringEscape }
      case .stringEscape:
        state = byte == UInt8(ascii: "\\") ? .text : .string
      }
    }
    return result
  }
}
