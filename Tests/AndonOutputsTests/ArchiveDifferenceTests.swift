// Archives made by tar, zip, gzip and ar, with and without what makes them reproducible; ELF files
// made by gcc.

import AndonModel
import AndonSystem
import AndonTestSupport
import Testing

@testable import AndonOutputs

@Suite("Archives and binaries of two runs", .tags(.slow), .unlessFast) struct ArchiveDifferenceTests
{
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  // Runs both scripts and compares what they leave in `out`; one line a difference.
  private func rows(_ first: String, _ other: String) throws -> [String] {
    for (name, script) in [("1", first), ("2", other)] {
      try Files.createFolder("\(folder.path)/\(name)/out")
      let end = try Child.run(["bash", "-ec", script], in: "\(folder.path)/\(name)")
      try #require(end.exitCode == 0, "\(end.error)")
    }
    let request = ComparisonRequest(
      first: folder.path + "/1", other: folder.path + "/2", outputs: ["out/**"])
    return try TreeComparison.compare(request).differences.map {
      "\($0.place) | \($0.first) | \($0.other) | \($0.suspicion?.rawValue ?? "")"
    }
  }

  private static let made = "umask 022; mkdir d; echo one > d/a; echo two > d/b; "
  private static let old = "touch -d '2020-01-01 00:00 UTC' d/a d/b d; "
  private static let late = "touch -d '2021-01-01 00:00 UTC' d/a d/b d; "

  @Test("a tar's members: times, owners, modes, order")
  func tar() throws {
    let old = "2020-01-01T00:00:00.000Z"
    let late = "2021-01-01T00:00:00.000Z"
    #expect(
      try rows(
        Self.made + Self.old + "tar cf out/t.tar d/a d/b",
        Self.made + Self.late + "tar cf out/t.tar d/a d/b")
        == ["member d/a, its time | \(old) | \(late) | timestamp"])
    #expect(
      try rows(
        "tar cf out/t.tar --mtime=@0 --owner=a:1 --group=g:2 d/a",
        "tar cf out/t.tar --mtime=@0 --owner=b:3 --group=g:2 d/a")
        == ["member d/a, its owner | 1/2 a/g | 3/2 b/g | identity"])
    #expect(
      try rows(
        "tar cf out/t.tar --mtime=@0 --mode=644 d/a", "tar cf out/t.tar --mtime=@0 --mode=600 d/a")
        == ["member d/a, its mode | 100644 | 100600 | umask"])
    #expect(
      try rows(
        "tar cf out/t.tar --mtime=@0 d/a d/b", "tar cf out/t.tar --mtime=@0 d/b d/a")
        == ["member 1 of the archive | d/a | d/b | order"])
  }

  @Test("what makes archives reproducible makes them alike")
  func deterministic() throws {
    let pack = """
      cd d; tar c --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw . \
      | gzip -n > ../out/t.tar.gz; gzip -nc a > ../out/a.gz
      gcc -c -o x.o -x c - <<< 'int x;'; ar rcD ../out/x.a x.o
      """
    #expect(try rows(Self.made + Self.old + pack, Self.made + Self.late + pack) == [])
  }

  @Test("a member's content, through whatever it is packed in")
  func nested() throws {
    let inner = { (word: String) in
      """
      mkdir d; printf 'same\\n\(word)\\n' > d/x; tar c --mtime=@0 d/x | gzip -n > in.tgz
      tar c --mtime=@0 in.tgz | xz > out/t.txz; python3 - <<'P'
      import zipfile
      z = zipfile.ZipFile("out/z.zip", "w")
      z.writestr(zipfile.ZipInfo("in.tgz", (1990, 1, 1, 0, 0, 0)), open("in.tgz", "rb").read())
      P
      """
    }
    #expect(
      try rows(inner("one"), inner("two")) == [
        "member in.tgz, member d/x, line 2 | one | two | ",
        "member in.tgz, member d/x, line 2 | one | two | ",
      ])
  }

  @Test("gzip: its header, its packing, its content")
  func gzip() throws {
    #expect(
      try rows(
        Self.made + Self.old + "gzip -c d/a > out/a.gz",
        Self.made + Self.late + "gzip -c d/a > out/a.gz")
        == [
          "gzip header, time | 2020-01-01T00:00:00.000Z | 2021-01-01T00:00:00.000Z | timestamp"
        ])
    #expect(
      try rows("gzip -nc d/a > out/a.gz", "gzip -nc d/b > out/a.gz")
        == ["unpacked, line 1 | one | two | "])
    let levels = try rows("seq 9999 | gzip -n1 > out/a.gz", "seq 9999 | gzip -n9 > out/a.gz")
    #expect(levels.count == 1 && levels[0].hasPrefix("gzip header | flags, level, system"))
    let packing = try rows("seq 9999 | xz -1 > out/a.gz", "seq 9999 | xz -9 > out/a.gz")
    #expect(packing.count == 1 && packing[0].hasPrefix("the packing alone, offset 0x"))
  }

  @Test("ar and zip tell times as well")
  func others() throws {
    let compile = "gcc -c -o x.o -x c - <<< 'int x;'; "
    let archive = try rows(
      compile + "touch -d @1000000000 x.o; ar rcU out/x.a x.o",
      compile + "touch -d @1100000000 x.o; ar rcU out/x.a x.o")
    #expect(
      archive.count == 1 && archive[0].hasPrefix("member x.o/, its time")
        || archive[0].hasPrefix("member x.o, its time"))
    let zip = { (year: Int) in
      "rm -f out/x.a; python3 -c 'import zipfile; zipfile.ZipFile(\"out/z.zip\", \"w\")"
        + ".writestr(zipfile.ZipInfo(\"m\", (\(year), 1, 1, 0, 0, 0)), \"x\")'"
    }
    let member = try rows(zip(1990), zip(1991))
    #expect(member.count == 1 && member[0].hasPrefix("member m, its time | 19"))
  }

  @Test("an ELF file's section, and not the sum over it")
  func elf() throws {
    let compile = { (text: String) in
      "gcc -Wl,--build-id=sha1 -o out/p -x c - <<< 'char s[] = \"\(text)\"; int main() { return s[0]; }'"
    }
    let rows = try rows(
      compile("built 2026-11-26 22:16:35"), compile("built 2026-11-26 22:16:39"))
    #expect(rows.count == 1)
    #expect(rows[0].hasPrefix("section .data, offset 0x") && rows[0].hasSuffix("| timestamp"))
    let debug = { (flags: String) in
      "gcc -g \(flags) -c -o out/p -x c - <<< 'int main() { return 0; }'"
    }
    let paths = try self.rows(debug(""), debug(""))
    #expect(paths.count == 1 && paths[0].contains("section .debug"), "\(paths)")
    #expect(
      try self.rows(debug("-ffile-prefix-map=$PWD=."), debug("-ffile-prefix-map=$PWD=.")) == [])
  }

  @Test("ELF headers that lie are no reason to fall over")
  func hostileELF() throws {
    let write = { (mark: String) in
      """
      python3 - <<'P'
      import struct
      def head(offset, size, count, names):
          return b"\\x7fELF" + bytes([2, 1, 1]) + bytes(9) + struct.pack(
              "<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, offset, 0, 64, 56, 0, size, count, names)
      def section(name, offset, size, kind):
          return struct.pack("<IIQQQQIIQQ", name, kind, 0, 0, offset, size, 0, 0, 1, 0)
      most = (1 << 63) - 1
      open("out/a", "wb").write(head(64, 64, 2, 1) + section(5, 200, 8, 1) + section(9, most, 99, 3) + b"\(mark)")
      open("out/b", "wb").write(head(most, 65535, 65535, 0) + b"\(mark)" * 50)
      many = b"".join(section(0, 0, 1 << 20, 1) for _ in range(20000))
      open("out/c", "wb").write(head(64, 64, 20000, 0) + many + b"\(mark)")
      P
      """
    }
    #expect(try rows(write("x"), write("y")).count == 3)
  }

  @Test("damaged and hostile archives are compared as bytes, and end")
  func hostile() throws {
    let rows = try rows(
      """
      seq 9999 | gzip -n | head -c 5000 > out/cut.gz; printf 'PK\\003\\004aaaa' > out/z.zip
      head -c 100000000 /dev/zero | gzip -n > out/bomb.gz
      printf '\\177ELF\\002\\001' > out/e; head -c 99 /dev/urandom >> out/e
      """,
      """
      seq 9 9999 | gzip -n | head -c 5000 > out/cut.gz; printf 'PK\\003\\004bbbb' > out/z.zip
      head -c 100000001 /dev/zero | gzip -n > out/bomb.gz
      printf '\\177ELF\\002\\001' > out/e; head -c 98 /dev/urandom >> out/e
      """)
    #expect(rows.count == 4, "\(rows)")
    #expect(rows.allSatisfy { $0.contains("offset 0x") || $0.contains("line") })
  }
}
