// JMeter's results as XML. Samples within a sample are its parts.

internal import AndonModel
internal import AndonXML

/// Reads JMeter's XML.
struct JMeterResults: XMLFormat {
  static let format = ImportFormat.jmeter

  static func recognises(_ root: borrowing XMLStream) -> Bool { root.isNamed("testResults") }

  private var samples = JMeterSamples()

  /// Nothing read yet.
  init() {}

  mutating func visit(_ element: borrowing XMLStream) throws(Refusal) {
    guard element.depth == 1, element.isNamed("httpSample") || element.isNamed("sample") else {
      return
    }
    guard let time = element.attribute("t").flatMap({ PrintedNumber.read($0) }), time >= 0 else {
      throw Refusal("line \(element.line): a sample has no time")
    }
    samples.add(time, isGood: element.attribute("s") == "true")
  }

  func emit(_ found: inout ParseResult) throws(Refusal) { try samples.emit(&found) }
}
