// The library behind AndonXML.

internal import CAndonXML

/// libxml2, which is loaded when it is first used.
package enum XMLLibrary {
  /// Loads it, for a caller that needs it soon.
  package static func load() { andon_xml_load() }
}
