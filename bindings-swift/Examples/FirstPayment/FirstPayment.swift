// A first payment, and what to do when it fails.
//
//   FirstPayment till.toml BARCODE AMOUNT REFERENCE

import Foundation
import Twpos

@main
struct FirstPayment {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let amount = Int64(arguments[3]) else {
            FileHandle.standardError.write(Data("usage: FirstPayment till.toml BARCODE AMOUNT REFERENCE\n".utf8))
            exit(1)
        }
        let till = try IcashClient.fromConfig(path: arguments[1])  // once, for all payments
        await charge(till, barcode: arguments[2], amount: amount, reference: arguments[4])
    }

    /// `reference` is your own number, unique for ever: keep it before you call this.
    static func charge(_ till: IcashClient, barcode: String, amount: Int64, reference: String) async {
        var sale = IcashPayRequest()
        sale.buyerId = barcode  // the barcode you scanned
        sale.txAmt = amount  // whole New Taiwan dollars
        sale.opSeq = reference
        sale.storeId = "217477"
        sale.storeName = "見晴"
        sale.posNo = "01"
        sale.bonusType = IcashBonusType.byWallet.code

        do {
            // In a task of its own: cancelling this one must not leave the charge to itself.
            let paid = try await Task { [sale] in try await till.pay(request: sale) }.value
            print("paid NT$ \(paid.txAmt ?? amount), icash number \(paid.bankSeq)")
        } catch TwposError.refused(let failure) {
            print("not charged, tell the customer: \(failure.providerText ?? "")")
        } catch TwposError.notSent(let failure) {
            print("not charged, try again: \(failure.detail)")
        } catch let error as TwposError where error.outcome == .notSent {
            // .invalidRequest or .config
            print("not charged, correct this: \(error)")
        } catch {
            // .outcomeUnknown: nobody knows whether the customer was charged.
            print("outcome of \(sale.opSeq) unknown: \(error); cancelling")
            // The same: a task that is cancelled sends nothing more.
            await Task { [sale] in await cancelUntilAnswered(till, sale.opSeq) }.value
        }
    }

    /// A cancel is safe without knowing whether there was a payment, and may be repeated.
    static func cancelUntilAnswered(_ till: IcashClient, _ opSeq: String) async {
        var seconds: UInt64 = 1
        while true {
            do {
                _ = try await till.cancel(request: IcashCancelRequest(opSeq: opSeq))
                print("cancelled: charge again under a new number")
                return
            } catch let error as TwposError
                where error.outcome == .refused || [.invalidRequest, .config, .key].contains(error.kind)
            {
                print("no cancel will do, ask icash Pay about \(opSeq): \(error)")
                return
            } catch {
                print("the cancel was not answered: \(error)")
                try? await Task.sleep(nanoseconds: seconds * 1_000_000_000)
                seconds = min(seconds * 2, 60)
            }
        }
    }
}
