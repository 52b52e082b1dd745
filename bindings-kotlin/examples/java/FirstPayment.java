// A first payment, and what to do when it fails.
//
//   java -cp … examples.FirstPayment till.toml BARCODE AMOUNT REFERENCE

package examples;

import tw.twpos.IcashBonusType;
import tw.twpos.IcashCancelRequest;
import tw.twpos.IcashClient;
import tw.twpos.IcashPayRequest;
import tw.twpos.IcashPayResponse;
import tw.twpos.TwposException;

public final class FirstPayment {
    public static void main(String[] arguments) throws TwposException, InterruptedException {
        if (arguments.length != 4 || !arguments[2].matches("-?\\d{1,18}")) {
            System.err.println("usage: FirstPayment till.toml BARCODE AMOUNT REFERENCE");
            System.exit(1);
        }
        try (IcashClient till = IcashClient.fromConfig(arguments[0])) { // once, for all payments
            charge(till, arguments[1], Long.parseLong(arguments[2]), arguments[3]);
        }
    }

    /** {@code reference} is your own number, unique for ever: keep it before you call this. */
    static void charge(IcashClient till, String barcode, long amount, String reference) throws InterruptedException {
        IcashPayRequest sale = new IcashPayRequest();
        sale.setBuyerId(barcode); // the barcode you scanned
        sale.setTxAmt(amount); // whole New Taiwan dollars
        sale.setOpSeq(reference);
        sale.setStoreId("217477");
        sale.setStoreName("見晴");
        sale.setPosNo("01");
        sale.setBonusType(IcashBonusType.ByWallet.INSTANCE.code());
        try {
            IcashPayResponse paid = till.pay(sale);
            System.out.println("paid NT$ " + paid.getTxAmt() + ", icash number " + paid.getBankSeq());
        } catch (TwposException.Refused e) {
            System.out.println("not charged, tell the customer: " + e.getProviderText());
        } catch (TwposException.NotSent e) {
            System.out.println("not charged, try again: " + e.getDetail());
        } catch (TwposException.InvalidRequest | TwposException.Config e) {
            System.out.println("not charged, correct this: " + e.getDetail());
        } catch (TwposException e) {
            // Nobody knows whether the customer was charged.
            System.out.println("outcome of " + e.getReference() + " unknown (" + e.getKind() + "): cancelling");
            cancelUntilAnswered(till, reference);
        }
    }

    /** A cancel is safe without knowing whether there was a payment, and may be repeated. */
    static void cancelUntilAnswered(IcashClient till, String opSeq) throws InterruptedException {
        IcashCancelRequest cancel = new IcashCancelRequest();
        cancel.setOpSeq(opSeq);
        for (long wait = 1000; ; wait = Math.min(wait * 2, 60_000)) {
            try {
                till.cancel(cancel);
                System.out.println("cancelled: charge again under a new number");
                return;
            } catch (TwposException.Refused | TwposException.InvalidRequest | TwposException.Config e) {
                // No repetition mends that.
                System.out.println(opSeq + " is not cancelled, ask icash Pay: " + e.getMessage());
                return;
            } catch (TwposException e) {
                System.err.println(e);
                Thread.sleep(wait);
            }
        }
    }
}
