// The catalogues of causes that a pipeline names, read before anything runs.

internal import AndonConfig
internal import AndonModel
internal import AndonRun
internal import AndonSystem

/// Catalogues of causes.
struct CauseSources: LogPatternSource {
  /// A catalogue that has faults.
  struct CatalogError: Error {
    let file: String
    let faults: ConfigProblems
  }

  // A longer file is no catalogue; in bytes.
  private static let largest = 4 << 20

  private enum Source {
    case builtIn
    case own([LogPattern])
  }

  private let sources: [Source]

  /// Reads the files that a pipeline names.
  init(_ names: [String], in folder: String) throws {
    sources = try names.map { name in
      if name == Pipeline.builtInCauses { return .builtIn }
      let bytes: [UInt8]
      do throws(SystemError) {
        bytes = try Files.read(
          Paths.absolute(name, in: folder), below: Repository.root(around: folder),
          limit: Self.largest)
      } catch {
        throw AndonError(
          .configuration, error.description, hint: "name a catalogue that can be read in `causes`")
      }
      do throws(ConfigProblems) {
        return .own(try CatalogReader.read(bytes))
      } catch {
        throw CatalogError(file: name, faults: error)
      }
    }
  }

  /// The rules; the built-in ones are read now.
  package func rules() -> [LogPattern] {
    var rules: [LogPattern] = []
    for source in sources {
      let added =
        switch source {
        case .builtIn: CatalogReader.builtIn()
        case .own(let own): own
        }
      let names = Set(added.map(\.id))
      rules = rules.filter { !names.contains($0.id) } + added
    }
    return rules
  }
}
