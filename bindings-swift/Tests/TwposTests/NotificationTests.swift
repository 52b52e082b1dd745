import Foundation
import Twpos
import XCTest

/// MYPAY's notifications.
final class NotificationTests: XCTestCase {
    private let form = Data(
        ("uid=95217&key=CANARYKEY&prc=250&order_id=ORDER-1&cost=900&actual_cost=900&currency=TWD"
            + "&voucher_paid[0][product_id]=P01&voucher_paid[0][cost]=50&retmsg=%E4%BB%98%E6%AC%BE&surprise=1").utf8)
    private let kept = MypayExpectedOrder(uid: "95217", key: "CANARYKEY", orderId: "ORDER-1", cost: 900)

    func testANotificationIsRead() throws {
        let notification = try Mypay.parseNotification(form)
        XCTAssertEqual(notification.kind, "completed")
        XCTAssertEqual(notification.state, "paid")
        XCTAssertEqual(notification.prc, "250")
        XCTAssertEqual(notification.cost, 900)
        XCTAssertNil(notification.price)
        XCTAssertEqual(notification.retmsg, "付款")
        XCTAssertEqual(notification.voucherPaid.first?.productId, "P01")
        XCTAssertEqual(notification.extra, ["surprise": "1"])
        XCTAssertEqual(notification.key, "CANARYKEY")
        XCTAssertFalse("\(notification)".contains("CANARYKEY"))
        XCTAssertNoThrow(try notification.verify(expected: kept))
        XCTAssertEqual(Mypay.notificationAnswer, "8888")
    }

    func testANotificationThatIsNotOursIsTold() throws {
        let notification = try Mypay.parseNotification(form)
        var others: [(MypayExpectedOrder, ErrorKind)] = [(kept, .invalidNotification)]
        others[0].0.key = "other"
        others.append((kept, .invalidNotification))
        others[1].0.uid = "1"
        others.append((kept, .mismatch))
        others[2].0.cost = 901
        others.append((kept, .mismatch))
        others[3].0.orderId = "ORDER-2"
        others.append((kept, .invalidRequest))
        others[4].0.key = ""
        for (expected, kind) in others {
            let error = try thrown(by: { try notification.verify(expected: expected) })
            XCTAssertEqual(error.kind, kind)
            XCTAssertEqual(error.reference, expected.orderId)
            // Only who knows the key can say something about the money.
            XCTAssertEqual(error.outcome == .unknown, kind == .mismatch)
            XCTAssertFalse("\(error)".contains("CANARYKEY"))
        }
        for body in ["", "uid=1"] {
            let error = try thrown(by: { _ = try Mypay.parseNotification(Data(body.utf8)) })
            guard case .invalidNotification = error else { return XCTFail("\(error)") }
            XCTAssertEqual(error.outcome, .notSent)
        }
    }

    func testJunkForgesNoLineOfALog() throws {
        let junk = Data("order_id=a%0a2026-11-21+INFO+released+order+42%e2%80%a8".utf8)
        let error = try thrown(by: { _ = try Mypay.parseNotification(junk) })
        XCTAssertTrue("\(error)".contains("a\\n2026-11-21"), "\(error)")
        XCTAssertFalse("\(error)".contains("\n") || "\(error)".contains("\u{2028}"))
    }
}
