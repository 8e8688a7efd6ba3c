// One entry of a stage's `metrics` into a `MetricExtractor`.

internal import AndonModel

/// Reads metrics.
enum MetricReader {
  /// Reads one entry.
  ///
  /// One with a fault is kept by its name, so that limits on it are not called dangling as well.
  static func read(_ entry: YAMLNode.Entry, _ faults: inout ConfigProblems) -> MetricExtractor {
    let unread = MetricExtractor.Source.output(pattern: "", .last)
    checkName(entry, &faults)
    let what = "the metric `\(entry.name)`"
    let keys = ["regex", "match", "file", "json", "unit"]
    guard let fields = Fields(entry.value, what, keys: keys, &faults) else {
      return MetricExtractor(name: entry.name, unread, unit: .count)
    }
    var unit = (unit: MeasureUnit.count, scale: 1.0)
    if let node = fields["unit"], let text = fields.text("unit", &faults) {
      do throws(QuantityText.QuantityError) {
        unit = try QuantityText.unit(text)
      } catch {
        faults.add(node, error)
      }
    }
    let source = source(fields, &faults) ?? unread
    return MetricExtractor(name: entry.name, source, unit: unit.unit, scale: unit.scale)
  }

  private static func checkName(_ entry: YAMLNode.Entry, _ faults: inout ConfigProblems) {
    let name = entry.name
    if BuiltInIndicator(rawValue: name) != nil
      || ["tests.", "coverage.", "bench."].contains(where: name.hasPrefix)
    {
      faults.add(entry.key, "`\(name)` is an indicator of andon's own", hint: "choose another name")
    } else if !StageReader.isName(name.replacing(".", with: "_")) {
      faults.add(
        entry.key, "`\(name)` cannot be a metric's name",
        hint: "use 1 to 100 bytes of letters, digits, -, _ and dots")
    }
  }

  private static func source(
    _ fields: Fields, _ faults: inout ConfigProblems
  ) -> MetricExtractor.Source? {
    let isFile = fields.has("file") || fields.has("json")
    if !isFile {
      fields.require("regex", &faults)
      let choice: MetricExtractor.Choice? = fields.choice("match", &faults)
      guard let node = fields["regex"], let pattern = fields.text("regex", &faults) else {
        return nil
      }
      AttemptReader.checkPattern(pattern, node, &faults)
      return .output(pattern: pattern, choice ?? .last)
    }
    for key in ["regex", "match"] {
      guard let node = fields.key(key) else { continue }
      faults.add(
        node, "`\(key)` does not go with a metric from a file",
        hint: "a metric is read from the output or from a file")
    }
    fields.require("file", &faults)
    fields.require("json", &faults)
    let file = fields.text("file", &faults)
    if let file, let node = fields["file"], file.isEmpty || file.utf8.contains(0) {
      faults.add(node, "`file` names no file", hint: "write a path such as stats.json")
    }
    guard let node = fields["json"], let text = fields.text("json", &faults) else { return nil }
    guard let pointer = JSONPointer(text) else {
      faults.add(
        node, "`\(text)` is no JSON pointer", hint: "write, for example, /build/seconds")
      return nil
    }
    return file.map { .file($0, pointer: pointer) }
  }
}
