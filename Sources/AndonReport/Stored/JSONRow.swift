// The members of one object, read with the type that each key asks for.
// Keys that are not known are passed over; additions of a later version may be missing.

internal import AndonModel
internal import AndonText

/// A row of a file of andon's.
struct JSONRow {
  private let value: JSONValue
  // What the row is, for messages.
  private let what: StaticString

  /// Takes an object.
  init(_ value: JSONValue, _ what: StaticString) throws(VerdictFile.StoredFormatError) {
    guard case .object = value else {
      throw VerdictFile.StoredFormatError(message: "\(what) is no object")
    }
    self.value = value
    self.what = what
  }

  /// The value of a key; nil when it is not there, or null.
  private func found(_ key: String) -> JSONValue? {
    let found = value[key] ?? EarlierNames.keys[key].flatMap { value[$0] }
    return found == .null ? nil : found
  }

  private func fault(_ key: String) -> VerdictFile.StoredFormatError {
    VerdictFile.StoredFormatError(
      message: "`\(key)` of \(what) is missing or is not what it should be")
  }

  /// A text, or nil for null.
  func optionalText(_ key: String) throws(VerdictFile.StoredFormatError) -> String? {
    switch found(key) {
    case nil: return nil
    case .text(let text): return text
    case .null, .boolean, .number, .array, .object: throw fault(key)
    }
  }

  /// A text.
  func text(_ key: String) throws(VerdictFile.StoredFormatError) -> String {
    guard let text = try optionalText(key) else { throw fault(key) }
    return text
  }

  /// The name of a state or an event, by its present name.
  func name(_ key: String) throws(VerdictFile.StoredFormatError) -> String {
    let name = try text(key)
    return EarlierNames.values[name] ?? name
  }

  /// A number, or nil for null.
  func optionalNumber(_ key: String) throws(VerdictFile.StoredFormatError) -> Double? {
    switch found(key) {
    case nil: return nil
    case .number(let number): return number
    case .null, .boolean, .text, .array, .object: throw fault(key)
    }
  }

  /// A number.
  func number(_ key: String) throws(VerdictFile.StoredFormatError) -> Double {
    guard let number = try optionalNumber(key) else { throw fault(key) }
    return number
  }

  /// A whole number, or nil for null.
  func optionalInteger(_ key: String) throws(VerdictFile.StoredFormatError) -> Int? {
    guard let number = try optionalNumber(key) else { return nil }
    guard let integer = Int(exactly: number) else { throw fault(key) }
    return integer
  }

  /// A whole number.
  func integer(_ key: String) throws(VerdictFile.StoredFormatError) -> Int {
    guard let integer = try optionalInteger(key) else { throw fault(key) }
    return integer
  }

  /// True or false, or nil for null.
  func optionalBoolean(_ key: String) throws(VerdictFile.StoredFormatError) -> Bool? {
    switch found(key) {
    case nil: return nil
    case .boolean(let value): return value
    case .null, .number, .text, .array, .object: throw fault(key)
    }
  }

  /// True or false.
  func boolean(_ key: String) throws(VerdictFile.StoredFormatError) -> Bool {
    guard let value = try optionalBoolean(key) else { throw fault(key) }
    return value
  }

  /// One of the values of an enumeration, or nil for null.
  func optionalChoice<Choice: RawRepresentable<String>>(
    _ key: String
  ) throws(VerdictFile.StoredFormatError) -> Choice? {
    guard let text = try optionalText(key) else { return nil }
    let choice = Choice(rawValue: text) ?? EarlierNames.values[text].flatMap(Choice.init)
    guard let choice else { throw fault(key) }
    return choice
  }

  /// One of the values of an enumeration.
  func choice<Choice: RawRepresentable<String>>(
    _ key: String
  ) throws(VerdictFile.StoredFormatError) -> Choice {
    guard let choice: Choice = try optionalChoice(key) else { throw fault(key) }
    return choice
  }

  /// The items of a list.
  func items(_ key: String) throws(VerdictFile.StoredFormatError) -> [JSONValue] {
    guard case .array(let items)? = found(key) else { throw fault(key) }
    return items
  }

  /// The items of a list that an older andon did not write.
  func optionalItems(_ key: String) throws(VerdictFile.StoredFormatError) -> [JSONValue] {
    found(key) == nil ? [] : try items(key)
  }

  /// A list of texts.
  func texts(_ key: String) throws(VerdictFile.StoredFormatError) -> [String] {
    var texts: [String] = []
    for item in try items(key) {
      guard case .text(let text) = item else { throw fault(key) }
      texts.append(text)
    }
    return texts
  }

  /// An object, or nil for null.
  func optionalRow(
    _ key: String, _ what: StaticString
  ) throws(VerdictFile.StoredFormatError) -> JSONRow? {
    guard let value = found(key) else { return nil }
    return try JSONRow(value, what)
  }

  /// An object.
  func row(_ key: String, _ what: StaticString) throws(VerdictFile.StoredFormatError) -> JSONRow {
    guard let row = try optionalRow(key, what) else { throw fault(key) }
    return row
  }

  /// The members, each with its name.
  var members: [JSONValue.Member] {
    if case .object(let members) = value { members } else { [] }
  }

  /// A moment.
  func moment(_ key: String) throws(VerdictFile.StoredFormatError) -> Timestamp {
    guard let moment = Timestamp(try text(key)) else { throw fault(key) }
    return moment
  }

  /// `STAGE.INDICATOR`.
  func indicator(_ key: String) throws(VerdictFile.StoredFormatError) -> IndicatorReference {
    guard let indicator = IndicatorReference(try text(key)) else { throw fault(key) }
    return indicator
  }

  /// Names of stages.
  func stages(_ key: String) throws(VerdictFile.StoredFormatError) -> [StageID] {
    try texts(key).map { StageID($0) }
  }

  /// The name of a stage, or nil for null.
  func optionalStage(_ key: String) throws(VerdictFile.StoredFormatError) -> StageID? {
    try optionalText(key).map { StageID($0) }
  }

  /// A place, or nil for null.
  func location() throws(VerdictFile.StoredFormatError) -> FileLocation? {
    guard let row = try optionalRow("location", "a location") else { return nil }
    return FileLocation(
      file: try row.text("file"), line: try row.integer("line"), column: try row.integer("column"))
  }
}
