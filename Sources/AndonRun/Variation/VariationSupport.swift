// What a machine offers to change around a stage. Asked once, before the run, where a stage is to
// be run again; how each thing is changed with it is told in EnvironmentPatch.

package import AndonModel

/// What there is to change surroundings with.
package struct VariationSupport: Equatable, Sendable {
  /// The locales that are installed, as `locale -a` names them.
  package var locales: [String] = []
  /// Whether names of time zones are known.
  package var hasZones = false
  /// The umask of this process.
  package var umask = 0o022
  /// The name of the user.
  package var user = ""
  /// The name of the host.
  package var host = ""
  /// The processors that may be used, by number.
  package var processors: [Int] = []
  /// Programs of those that are asked for that are installed.
  package var programs: Set<String> = []
  /// Whether a process may get a host name of its own.
  package var mayNameHosts = false
  /// Why folders cannot be listed in another order; nil where they can.
  package var orderHindrance: String?
  /// The folder that temporary files lie in.
  package var temporary = "/tmp"
  /// The repository's folder; nil outside of one.
  package var repository: String?
  /// The settings with which git starts no program that the repository names.
  package var gitSettings: [Variable] = []
  /// The program that compares and copies.
  package var outputsProgram = "andon-outputs"

  /// A machine that offers nothing.
  package init() {}
}
