// What makes outputs differ, and what to do about it. Texts only.

internal import AndonModel

/// Words suspicions.
enum DifferenceTexts {
  /// What is suspected, and what to do about it; nil is what looks like nothing that is known.
  static func of(_ suspicion: DifferenceCategory?) -> (why: String, remedy: String) {
    suspicion.flatMap { texts[$0] } ?? (
      "What is made from the same input is not always the same.",
      "Look at both: keep two outputs and run diffoscope on them, or `explain: diffoscope`."
    )
  }

  private static let texts: [DifferenceCategory: (why: String, remedy: String)] = [
    .timestamp: (
      "A time is written into what is made.",
      "Leave the time out, or take it from SOURCE_DATE_EPOCH: `gzip -n`, `tar --mtime=@0 "
        + "--sort=name`, `ar rcD`."
    ),
    .timeZone: ("A time is written as the time zone has it.", "Write times in UTC, or set TZ=UTC."),
    .path: (
      "The path of a folder is written into what is made.",
      "Map it to a fixed one: `-ffile-prefix-map=$PWD=.` of gcc and clang, "
        + "`--remap-path-prefix` of rustc, `-trimpath` of go; or write relative paths."
    ),
    .locale: (
      "Numbers, months, letters or their order follow the language.",
      "Set LC_ALL=C (or C.UTF-8) for the command."
    ),
    .order: (
      "The same parts come in another order: that of a folder, a hash table, or threads.",
      "Sort before writing: `sort` with LC_ALL=C, `tar --sort=name`, sorted keys; "
        + "PYTHONHASHSEED=0 or `$(sort …)` in a Makefile; wait for threads in a fixed order."
    ),
    .random: (
      "A random value is written into what is made.",
      "Derive it from the content, or seed the generator with a fixed number."
    ),
    .identity: (
      "The name of the user or of the host is written into what is made.",
      "Leave it out, or fix it: `tar --owner=0 --group=0 --numeric-owner`, "
        + "KBUILD_BUILD_USER and KBUILD_BUILD_HOST."
    ),
    .umask: (
      "Permissions follow the umask.",
      "Set them: `umask 022` before the command, `install -m`, `tar --mode=go=rX,u+rw`."
    ),
    .processors: (
      "What is made depends on the number of processors.",
      "Divide the work by its size, not by the number of threads, or fix that number."
    ),
    .leftOver: (
      "Files of an earlier run lie among the outputs.",
      "Empty the output folder in `prepare`, so that each run makes all of it."
    ),
  ]
}
