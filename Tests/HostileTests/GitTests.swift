// Attacks by the configuration of a repository, and by repositories of others.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@Suite("Hostile repositories", .tags(.slow), .unlessFast) struct GitTests {
  private static let setup = """
    set -e
    git init -q -b main .; git config user.name a; git config user.email a@b
    printf '#!/bin/sh\\ntouch %s/ran-$(basename "$0")\\ncat\\n' "$PWD" > evil; chmod +x evil
    echo '*.txt filter=evil' > .gitattributes; echo a > a.txt; git add .; git commit -qm a
    git config filter.evil.clean "$PWD/evil"; git config filter.evil.smudge "$PWD/evil"
    git config filter.evil.required true
    git config 'filter.a=b.clean' "$PWD/evil"; echo 'b.txt filter=a=b' >> .gitattributes
    git config extensions.worktreeConfig true
    git config --worktree filter.w.clean "$PWD/evil"; echo 'c.txt filter=w' >> .gitattributes
    git config core.fsmonitor "$PWD/evil"; git config diff.external "$PWD/evil"
    for hook in post-checkout post-index-change reference-transaction pre-commit; do
      cp evil .git/hooks/$hook
    done
    touch a.txt; rm -f ran-*
    """

  @Test(
    "git starts nothing that a repository names",
    arguments: ["run", "compare HEAD HEAD --stage s --pairs 1"])
  func programs(_ command: String) throws {
    let scene = try CommandFixture(
      Attack.pipeline(
        "mkdir -p out; echo 1 > out/a",
        more: "outputs: ['out/**']\nreproducible: { runs: 2, vary: [path] }"))
    try Attack.sh(Self.setup, in: scene).check()
    _ = try Attack.sh("$ANDON \(command)", in: scene)
    #expect(try Attack.sh("ls ran-* 2>/dev/null", in: scene).output.isEmpty)
    #expect(try Attack.sh("pgrep -f fsmonitor--daemon", in: scene).output.isEmpty)
  }

  @Test(
    "git is not asked where a filter could be overlooked",
    arguments: [
      "printf '* filter=\\xff\\n' > .gitattributes; printf '[filter \"\\xff\"]\\n\\tclean = touch ran; cat\\n' >> .git/config",
      "mv .git kept; printf 'gitdir: kept\\r\\n' > .git",
      "mkdir kept; mv .git/* kept; rmdir .git; printf 'gitdir: kept\\n\\n' > .git",
    ])
  func overlooked(_ script: String) throws {
    let scene = try CommandFixture(Attack.pipeline("true"))
    try Attack.sh("\(Self.setup)\necho b > a.txt; \(script); rm -f ran*", in: scene).check()
    _ = try scene.andon("run")
    #expect(try Attack.sh("ls | grep ^ran", in: scene).output.isEmpty)
  }

  @Test(
    "a repository of another user above the folder is not read",
    .enabled(if: CommandFixture.Account.all.contains(.root)))
  func foreign() throws {
    let scene = try CommandFixture()
    try scene.folder.write("a/andon.yaml", Attack.pipeline("true"))
    try scene.folder.write(".git/HEAD", String(repeating: "a", count: 40))
    try Attack.sh("chown -R 12345 .git; chown -R 65534 a; chmod 755 .", in: scene).check()
    let words = "setpriv --reuid=65534 --regid=65534 --clear-groups $ANDON run"
    #expect(try Attack.sh("cd a; \(words)", in: scene).exitCode == 0)
    #expect(try scene.record("a/andon-out").run.commit == nil)
  }
}
