// Text for people and commands for CI hosts on their way to a standard stream. Documents for
// programs are bytes.

package import AndonReport
package import AndonSystem
package import AndonText

extension StandardStream {
  /// Writes text for people.
  package func show(_ text: ConsoleText) { write(bytes: Array(text.lines.utf8)) }

  /// Writes lines that the host acts on.
  package func send(_ commands: HostCommands) { write(bytes: Array(commands.text.utf8)) }
}
