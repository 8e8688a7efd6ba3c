// Where the pipeline comes from: a file that was named or found.

internal import AndonConfig
internal import AndonModel
internal import AndonSystem
internal import AndonText

/// A pipeline file that has been read from disk.
struct PipelineSource {
  /// The file as the caller knows it.
  let path: String
  /// Its bytes.
  let bytes: [UInt8]

  /// Reads the named file, or the first of the searched ones.
  init(config: String?, _ surroundings: ProcessEnvironment) throws(AndonError) {
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
        Paths.absolute(path, in: surroundings.folder),
        below: Repository.root(around: surroundings.folder),
        limit: PipelineReader.maxFileSize)
    } catch {
      throw AndonError(
        .configuration, error.description, hint: "name a pipeline file that can be read")
    }
  }

  /// The pipeline, or all faults of the file.
  func pipeline(
    _ surroundings: ProcessEnvironment, _ repository: Repository?
  ) throws(ConfigProblems) -> Pipeline {
    try PipelineReader.read(
      bytes, file: name(surroundings, repository),
      folderName: Paths.name(of: surroundings.folder))
  }

  /// The file as reports name it: from the repository's root, without one from the working folder.
  ///
  /// A file outside has its name alone: consumers refuse places that are not relative.
  func name(_ surroundings: ProcessEnvironment, _ repository: Repository?) -> String {
    inside(surroundings, repository) ?? Paths.name(of: path)
  }

  /// Says that reports cannot point to the file; nil when they can.
  func outside(_ surroundings: ProcessEnvironment, _ repository: Repository?) -> Finding? {
    if inside(surroundings, repository) != nil { return nil }
    let root = repository == nil ? "working folder" : "repository"
    return Finding(
      .fileOutside, .notice, .note,
      "\(SafeText.line(path)) lies outside of the \(root): reports name it "
        + "\(SafeText.line(Paths.name(of: path)))")
  }

  // By its own path first: a link in the repository is what its readers know.
  private func inside(_ surroundings: ProcessEnvironment, _ repository: Repository?) -> String? {
    let root = repository?.root ?? surroundings.folder
    let absolute = Paths.absolute(path, in: surroundings.folder)
    if let name = Paths.relative(absolute, to: root) { return name }
    let folder = Files.realPath(Paths.parent(of: absolute)).map { "\($0)/\(Paths.name(of: path))" }
    return [folder, Files.realPath(absolute)].compactMap { $0 }
      .compactMap { Paths.relative($0, to: root) }.first
  }
}
