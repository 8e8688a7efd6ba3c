// The command's first and last line: arguments in, exit code out.

internal import AndonSystem
internal import Glibc

StandardStream.openMissing()
exit(Int32(AndonCommand.run(Arguments.words)))
