// swift-tools-version: 6.2
// The package of andon: floors of targets, each allowed one power (see Sources/README.md).
// Every target is built with the same settings; a warning is an error everywhere.

import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let cSettings: [CSetting] = [.treatAllWarnings(as: .error)]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ subject: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(subject)Tests",
    dependencies: [.target(name: subject), "AndonTestSupport"] + dependencies,
    swiftSettings: swiftSettings)
}

let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")

let package = Package(
  name: "andon",
  products: [
    .executable(name: "andon", targets: ["andon"]),
    .executable(name: "andon-keeper", targets: ["andon-keeper"]),
    .executable(name: "andon-outputs", targets: ["andon-outputs"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
  ],
  targets: [
    // Floor 0: C that Swift cannot express, and the process that is the parent of all stages.
    .target(name: "CAndonSystem", cSettings: cSettings),
    .target(name: "CAndonResources", exclude: ["causes.yaml"], cSettings: cSettings),
    .target(name: "CAndonXML", dependencies: ["CLibXML2"], cSettings: cSettings),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(
      name: "CLibArchive", pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(
      name: "CCMarkGFM", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .executableTarget(
      name: "andon-keeper",
      cSettings: cSettings + [.headerSearchPath("../CAndonSystem/include")],
      linkerSettings: [
        .unsafeFlags(["-nostartfiles"]),
        .unsafeFlags(["-static-executable"], .when(configuration: .release)),
      ]),

    // Floor 1: words, the machine, XML, hostile text.
    library("AndonModel", []),
    library("AndonSystem", ["AndonModel", "CAndonSystem", systemPackage]),
    library("AndonXML", ["CAndonXML", "CLibXML2"]),
    library("AndonText", ["CPCRE2"]),

    // Floor 2: the steps.
    library("AndonConfig", ["AndonModel", "AndonText", "CAndonResources", "CLibYAML"]),
    library("AndonRun", ["AndonModel", "AndonSystem", "AndonText"]),
    library("AndonImport", ["AndonModel", "AndonXML", "AndonText"]),
    library("AndonAudit", ["AndonModel", "AndonText", "CCMarkGFM"]),
    library("AndonOutputs", ["AndonModel", "AndonSystem", "AndonText", "CLibArchive"]),
    library("AndonJudge", ["AndonModel", realModule]),
    library("AndonHistory", ["AndonModel", "CSQLite"]),
    library("AndonReport", ["AndonModel", "AndonXML", "AndonText", "CAndonResources"]),

    // Floors 3 and 4: the commands, and the process that reads what stages made.
    .executableTarget(
      name: "andon-outputs",
      dependencies: ["AndonModel", "AndonSystem", "AndonImport", "AndonRun", "AndonOutputs"],
      swiftSettings: swiftSettings),
    library(
      "AndonApp",
      [
        "AndonModel", "AndonSystem", "AndonText", "AndonConfig", "AndonRun", "AndonImport",
        "AndonJudge", "AndonReport", "AndonHistory", "AndonAudit", "AndonXML",
      ]),
    .executableTarget(
      name: "andon",
      dependencies: [
        "AndonApp", "AndonModel", "AndonSystem", "AndonText", "AndonConfig", "AndonReport",
        "AndonHistory",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftSettings),

    // Tests mirror the targets.
    .target(
      name: "AndonTestSupport",
      dependencies: ["AndonModel", "AndonReport", "AndonSystem", "AndonText"],
      path: "Tests/AndonTestSupport", swiftSettings: swiftSettings),
    .executableTarget(
      name: "andon-troublemaker", path: "Tests/Troublemaker", cSettings: cSettings),
    tests("AndonModel", []),
    tests("AndonText", []),
    tests("AndonXML", []),
    tests(
      "AndonSystem",
      ["AndonModel", "andon", "andon-keeper", "andon-outputs", "andon-troublemaker"]),
    tests("AndonConfig", ["AndonModel", "AndonText"]),
    tests("AndonRun", ["AndonModel", "AndonSystem", "AndonText", "AndonJudge", "AndonImport"]),
    tests("AndonImport", ["AndonModel", "AndonSystem", "AndonText"]),
    tests("AndonJudge", ["AndonModel"]),
    tests("AndonAudit", ["AndonModel", "AndonSystem"]),
    tests("AndonOutputs", ["andon-outputs", "AndonModel", "AndonSystem"]),
    tests("AndonHistory", ["AndonModel", "AndonSystem", "CSQLite"]),
    .testTarget(
      name: "AndonReportTests",
      dependencies: ["AndonReport", "AndonModel", "AndonSystem", "AndonTestSupport", "AndonText"],
      exclude: ["Goldens"], swiftSettings: swiftSettings),
    .testTarget(
      name: "AndonCommandTests",
      dependencies: [
        "andon", "andon-keeper", "andon-troublemaker", "AndonModel", "AndonReport",
        "AndonSystem", "AndonTestSupport", "AndonText",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "HostileTests",
      dependencies: [
        "andon", "andon-keeper", "andon-outputs", "andon-troublemaker", "AndonModel", "AndonReport",
        "AndonSystem", "AndonTestSupport", "AndonText",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ConsumerTests",
      dependencies: [
        "andon", "andon-keeper", "AndonImport", "AndonModel", "AndonReport", "AndonSystem",
        "AndonTestSupport",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "TruthTests",
      dependencies: [
        "andon", "AndonModel", "AndonConfig", "AndonImport", "AndonJudge", "AndonRun",
        "AndonSystem",
        "AndonTestSupport", "AndonText",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "HouseTests", dependencies: ["AndonTestSupport", "AndonSystem"],
      swiftSettings: swiftSettings),
  ]
)

// Built for ci/fuzz/run alone: libFuzzer brings a `main` of its own.
if Context.environment["ANDON_FUZZ"] != nil {
  let fuzzed: Set = [
    "AndonModel", "AndonText", "AndonXML", "AndonImport", "AndonConfig", "AndonReport",
    "AndonAudit",
  ]
  for target in package.targets where fuzzed.contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-sanitize=fuzzer"]))
  }
  package.targets.append(
    .executableTarget(
      name: "andon-fuzz",
      dependencies: [
        "AndonAudit", "AndonImport", "AndonModel", "AndonConfig", "AndonReport", "AndonHistory",
        "AndonSystem",
      ], path: "ci/fuzz",
      exclude: ["run"],
      swiftSettings: swiftSettings + [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]))
}
