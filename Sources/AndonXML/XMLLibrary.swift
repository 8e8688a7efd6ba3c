// The library behind AndonXML.

internal import CAndonXML

/// libxml2, which is loaded when it is first used.
package enum XMLLibrary {
  /// Begins to load it on another thread: a run needs it soon.
  package static func preload() { andon_xml_preload() }
}
