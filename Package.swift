// swift-tools-version:5.10
import Foundation
import PackageDescription

// The library under the package. On Apple's systems it is an XCFramework: the one that make-xcframework.sh put into
// bindings-swift, else a release's, whose address and checksum that script writes here. Elsewhere pkg-config finds
// twpos_uniffi, which bindings-swift/install put there.
let released: (url: String, checksum: String)? = nil
let made = "bindings-swift/TwposFFI.xcframework"
#if os(macOS)
let framework: Target? =
    FileManager.default.fileExists(atPath: Context.packageDirectory + "/" + made)
    ? .binaryTarget(name: "TwposFFI", path: made)
    : released.map { .binaryTarget(name: "TwposFFI", url: $0.url, checksum: $0.checksum) }
#else
let framework: Target? = nil
#endif
let library: Target =
    framework ?? .systemLibrary(name: "TwposFFI", path: "bindings-swift/Sources/TwposFFI", pkgConfig: "twpos_uniffi")

let package = Package(
    name: "twpos",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [
        .library(name: "Twpos", targets: ["Twpos"])
    ],
    targets: [
        library,
        .target(name: "Twpos", dependencies: ["TwposFFI"], path: "bindings-swift/Sources/Twpos"),
        .executableTarget(
            name: "FirstPayment", dependencies: ["Twpos"], path: "bindings-swift/Examples/FirstPayment"),
        .target(name: "Conformance", path: "bindings-swift/Tests/Conformance"),
        .executableTarget(
            name: "ScenarioRunner", dependencies: ["Twpos", "Conformance"],
            path: "bindings-swift/Tests/ScenarioRunner"),
        .testTarget(
            name: "TwposTests", dependencies: ["Twpos", "Conformance"], path: "bindings-swift/Tests/TwposTests"),
    ]
)
