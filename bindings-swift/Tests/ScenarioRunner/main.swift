// The scenario runner in Swift: one JSON object per line in, one per line out (conformance/scenarios/README.md).
//
//   ScenarioRunner CONFORMANCE_FOLDER

import Conformance
import Foundation
import Twpos

let runner = Runner(fields: try JSON.read(CommandLine.arguments[1] + "/fields.json"))
while let line = readLine() {
    var answer: [String: JSON] = [:]
    do {
        answer["response"] = try runner.answer(to: try JSON.parse(line))
    } catch let error as TwposError {
        answer["error"] = Runner.inSnakeCase(error.failure)
    }
    var bytes = try JSONEncoder().encode(JSON.object(answer))
    bytes.append(UInt8(ascii: "\n"))
    FileHandle.standardOutput.write(bytes)
}
