// Where the pipeline comes from: a file that was named or found.

internal import AndonConfig
internal import AndonModel
internal import AndonSystem

/// A pipeline file that has been read from disk.
struct PipelineSource {
  /// The file as the caller knows it.
  let path: String
  /// Its bytes.
  let bytes: [UInt8]

  /// Reads the named file, or the first of the searched ones.
  init(config: String?, _ surroundings: Surroundings) throws(AndonError) {
    if let config {
      path = config
    } else {
      let found = PipelineReader.searchedNames.first {
        Files.isFile(Paths.absolute($0, in: surroundings.folder))
      }
      guard let found else {
        throw AndonError(
          .configuration, "there is no pipeline file in \(surroundings.folder)",
          hint: "looked for \(PipelineReader.searchedNames.joined(separator: ", ")); "
            + "write one, or name it with --config")
      }
      path = found
    }
    do throws(SystemError) {
      bytes = try Files.read(
        Paths.absolute(path, in: surroundings.folder), limit: PipelineReader.largestFile)
    } catch {
      throw AndonError(
        .configuration, error.description, hint: "name a pipeline file that can be read")
    }
  }

  /// The pipeline, or all faults of the file.
  ///
  /// Reports name the file from the repository's root, without one from the working folder, and by
  /// its absolute path when it lies outside.
  func pipeline(
    _ surroundings: Surroundings, _ repository: Repository?
  ) throws(ConfigFaults) -> Pipeline {
    let absolute = Paths.absolute(path, in: surroundings.folder)
    return try PipelineReader.read(
      bytes,
      file: Paths.relative(absolute, to: repository?.root ?? surroundings.folder) ?? absolute,
      folderName: Paths.name(of: surroundings.folder))
  }
}
