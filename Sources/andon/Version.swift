// The one place that knows andon's version.

/// andon's version, by semver.org.
let andonVersion = "0.1.0"
