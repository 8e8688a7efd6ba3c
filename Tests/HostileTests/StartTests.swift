// Attacks on the start of andon: what it needs from the machine, and its standard streams.

import AndonTestSupport
import Testing

@Suite("Hostile start") struct HostileStartTests {
}
