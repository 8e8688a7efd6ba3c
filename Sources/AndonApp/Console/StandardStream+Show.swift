// The one way of text for people to the console. Names and lines in it come from repositories and
// stages; commands to a CI host in them are broken here, for every command. Lines that the host
// is meant to act on (HostNotifier, LiveConsole) and documents for programs are written as they
// are.

package import AndonSystem
internal import AndonText

extension StandardStream {
  /// Writes text for people.
  package func show(_ text: String) { write(SafeText.console(text)) }
}
