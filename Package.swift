// swift-tools-version: 6.2
import PackageDescription

// A module imports only modules on lower lines (Documentation/architecture.md); CI builds with
// --explicit-target-dependency-import-check error.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target
{
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "vya-backup",
    products: [
        .executable(name: "vya-backup", targets: ["vya-backup"]),
        // For LD_PRELOAD in tests; a release builds the executable alone.
        .library(name: "CFaults", type: .dynamic, targets: ["CFaults"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // 5: the executable
        .executableTarget(name: "vya-backup", dependencies: ["VyaCommands"], swiftSettings: settings),
        // 4: commands and composition
        module(
            "VyaCommands",
            [
                "VyaEngine", "VyaHandlers", "VyaTools", "VyaStorage", "VyaArchive", "VyaCatalog",
                "VyaPlugins",
                "VyaConfig", "VyaNotify", "VyaCore", "VyaSystem", "CLinux", argumentParser, logging,
            ]),
        // 3: what is done, and what is known of each dbms
        module("VyaEngine", ["VyaTools", "VyaStorage", "VyaArchive", "VyaCatalog", "VyaCore", "VyaSystem"]),
        module("VyaHandlers", ["VyaPlugins", "VyaCore", "VyaSystem", "CScan"]),
        // 2: the parts that touch the world
        module("VyaTools", ["VyaCore", "VyaSystem", "CLinux"]),
        module("VyaStorage", ["VyaCore", "VyaSystem", "CZlib", "CIsal", "CZstd", "CLinux", crypto]),
        module("VyaArchive", ["VyaCore", "VyaSystem", "CLinux"]),
        module("VyaCatalog", ["VyaCore", grdb]),
        module("VyaPlugins", ["VyaCore", "VyaSystem", "BundledPlugins", yams]),
        module("VyaConfig", ["VyaCore", "VyaSystem", yams]),
        module("VyaNotify", ["VyaCore", "CCurl", mustache], resources: [.embedInCode("Templates")]),
        // 1: the words, as values; what Linux offers and Swift does not
        module("VyaCore", [crypto]),
        module("VyaSystem", ["VyaCore", "CLinux"]),
        // 0: system libraries and embedded files
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CScan"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CIsal", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "BundledPlugins", path: "Plugins-config", exclude: ["plugin.schema.json"],
            resources: ["postgresql", "mysql", "mariadb", "sqlite", "files"].map {
                .embedInCode("\($0).json")
            },
            swiftSettings: settings),
        // Tests
        .target(name: "CFaults", path: "Tests/CFaults"),
        .target(
            name: "VyaTestSupport", dependencies: ["VyaCore"], path: "Tests/VyaTestSupport",
            swiftSettings: settings),
        tests("VyaCoreTests", ["VyaCore", "VyaTestSupport"]),
        tests("VyaToolsTests", ["VyaTools", "VyaSystem", "VyaCore", "VyaTestSupport"]),
        tests("VyaStorageTests", ["VyaStorage", "VyaCore", "VyaTestSupport"]),
        tests("VyaArchiveTests", ["VyaArchive", "VyaCore", "VyaTestSupport"]),
        tests("VyaCatalogTests", ["VyaCatalog", "VyaCore", "VyaTestSupport"]),
        tests("VyaConfigTests", ["VyaConfig", "VyaCore", "VyaTestSupport"]),
        tests("VyaNotifyTests", ["VyaNotify", "VyaCore", "VyaTestSupport"], exclude: ["Golden"]),
        tests("VyaPluginsTests", ["VyaPlugins", "VyaCore", "VyaTestSupport"]),
        tests("VyaHandlersTests", ["VyaHandlers", "VyaPlugins", "VyaCore", "VyaTestSupport"]),
        tests("VyaEngineTests", ["VyaEngine", "VyaCatalog", "VyaCore", "VyaTestSupport"]),
        tests("VyaSupportTests", ["VyaCore", "VyaTestSupport"]),
        .testTarget(
            name: "AdversityTests",
            dependencies: [
                "vya-backup", "VyaEngine", "VyaHandlers", "VyaStorage", "VyaArchive", "VyaPlugins",
                "VyaConfig",
                "VyaCore", "VyaSystem", "VyaTestSupport",
            ], path: "Tests/Adversity", swiftSettings: settings),
        tests("VyaBackupTests", ["vya-backup", "VyaCore", "VyaTestSupport"], exclude: ["Golden"]),
    ]
)
