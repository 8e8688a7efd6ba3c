// The programs beside andon, opened when it starts: a stage that can write to the folder that andon
// is installed in cannot put another program in their place.

#if os(Linux)
  internal import CAndonSystem
  internal import Glibc

  /// Programs that andon starts, held open.
  package final class OwnPrograms: Sendable {
    /// The path of andon-outputs in a process that is started with it: see
    /// `LaunchRequest.keepsOutputs`.
    package static let outputsPath = "/proc/self/fd/\(ANDON_HANDED_OUTPUTS.rawValue)"

    private let keeperFile: Descriptor
    private let outputsFile: Descriptor

    /// Opens the keeper, and andon-outputs where it is needed, in a folder.
    package init(in folder: String, withOutputs: Bool) throws(SystemError) {
      keeperFile = Descriptor(owning: unsafe andon_open_program("\(folder)/andon-keeper"))
      if keeperFile.number < 0 { throw .last("start \(folder)/andon-keeper") }
      outputsFile = Descriptor(
        owning: withOutputs ? unsafe andon_open_program("\(folder)/andon-outputs") : -1)
      if withOutputs, outputsFile.number < 0 { throw .last("start \(folder)/andon-outputs") }
    }

    var keeper: CInt { keeperFile.number }

    /// -1 where it is not needed.
    var outputs: CInt { outputsFile.number }
  }
#endif
