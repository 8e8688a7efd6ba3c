// Room for what few of many values have.

/// An optional value that takes one word where it is nil, and memory of its own where it is not.
@propertyWrapper
package struct Boxed<Value: Equatable & Sendable>: Equatable, Sendable {
  private indirect enum Place: Equatable, Sendable {
    case empty
    case filled(Value)
  }

  private var place: Place

  /// Keeps a value, or nothing.
  package init(wrappedValue: Value?) {
    place = wrappedValue.map(Place.filled) ?? .empty
  }

  /// The value.
  package var wrappedValue: Value? {
    get { if case .filled(let value) = place { value } else { nil } }
    set { place = newValue.map(Place.filled) ?? .empty }
  }
}
