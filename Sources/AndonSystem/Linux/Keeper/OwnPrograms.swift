// The programs that andon starts besides those of stages.

#if os(Linux)
  internal import CAndonSystem

  /// The keeper and, where it is needed, andon-outputs.
  package struct OwnPrograms: Sendable {
    /// The path of andon-outputs in a process that is started with it: see
    /// `LaunchRequest.keepsOutputs`.
    package static let outputsPath = "/proc/self/fd/\(ANDON_HANDED_OUTPUTS.rawValue)"

    private let keeperFile: HeldProgram
    private let outputsFile: HeldProgram?

    /// Opens andon-outputs, where it is needed, beside this program or in another folder.
    package init(
      keeper: HeldProgram, withOutputs: Bool, in folder: String? = nil
    ) throws(SystemError) {
      keeperFile = keeper
      outputsFile = withOutputs ? try Self.program("andon-outputs", folder) : nil
    }

    /// Opens the keeper beside this program, or in another folder.
    package static func keeper(in folder: String? = nil) throws(SystemError) -> HeldProgram {
      try program("andon-keeper", folder)
    }

    private static func program(
      _ name: String, _ folder: String?
    ) throws(SystemError) -> HeldProgram {
      if let folder { return try HeldProgram("\(folder)/\(name)") }
      return try HeldProgram("\(try ProcessEnvironment.ownFolder())/\(name)")
    }

    var keeper: CInt { keeperFile.descriptor }

    /// -1 where it is not needed.
    var outputs: CInt { outputsFile?.descriptor ?? -1 }
  }
#endif
