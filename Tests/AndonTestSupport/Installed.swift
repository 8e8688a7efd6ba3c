// A copy of the built programs that every user may execute and none but their owner may write.

internal import AndonSystem
internal import Glibc

/// andon as a package installs it.
package enum Installed {
  /// The program `andon` of the copy, which is made once.
  package static func andon() throws -> String { try folder.get() + "/andon" }

  private static let folder = Result { () throws -> String in
    let path = "/tmp/andon-tests-\(getpid())"
    try Files.createFolder(path)
    let built = try ["andon", "andon-keeper", "andon-outputs"].map { try Built.folder() + "/\($0)" }
    // Hard links would do, but for a build folder on another file system.
    try Child.run(["cp", "--reflink=auto"] + built + [path], in: "/").check()
    try Child.run(["chmod", "-R", "go=rX", path], in: "/").check()
    atexit { Files.removeTree("/tmp/andon-tests-\(getpid())") }
    return path
  }
}
