// swift-tools-version:5.10
import Foundation
import PackageDescription

// On Apple's systems: make-xcframework.sh puts the library beside this file. Elsewhere the linker finds
// libtwpos_uniffi by the flags that README.md names.
let framework = "TwposFFI.xcframework"
let hasFramework = FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + framework)
let ffi: Target =
    hasFramework
    ? Target.binaryTarget(name: "TwposFFI", path: framework)
    : Target.systemLibrary(name: "TwposFFI", path: "Sources/TwposFFI")

let package = Package(
    name: "twpos",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [
        .library(name: "Twpos", targets: ["Twpos"])
    ],
    targets: [
        ffi,
        .target(name: "Twpos", dependencies: ["TwposFFI"]),
        .executableTarget(name: "FirstPayment", dependencies: ["Twpos"], path: "Examples/FirstPayment"),
        .target(name: "Conformance", path: "Tests/Conformance"),
        .executableTarget(
            name: "ScenarioRunner", dependencies: ["Twpos", "Conformance"], path: "Tests/ScenarioRunner"),
        .testTarget(name: "TwposTests", dependencies: ["Twpos", "Conformance"]),
    ]
)
