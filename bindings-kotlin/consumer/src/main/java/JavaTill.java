import tw.twpos.IcashCancelRequest;
import tw.twpos.IcashClient;
import tw.twpos.IcashPayRequest;
import tw.twpos.TwposException;

/** Arguments: a configuration of the sandbox, and the beginning of the references. */
public final class JavaTill {
    public static void main(String[] arguments) throws TwposException {
        System.out.println("version " + tw.twpos.Twpos.twposVersion());
        try (IcashClient till = IcashClient.fromConfig(arguments[0])) {
            System.out.println("paid " + till.pay(sale("IC20261121CTEST001", arguments[1] + "-1")).getBankSeq());
            String reference = arguments[1] + "-2";
            try {
                till.pay(sale("ICTWPOSRESETAFTER0", reference));
                System.out.println("paid, and should be unknown");
            } catch (TwposException.OutcomeUnknown e) {
                IcashCancelRequest cancel = new IcashCancelRequest();
                cancel.setOpSeq(e.getReference());
                till.cancel(cancel);
                System.out.println("unknown, cancelled " + e.getReference());
            }
        }
    }

    private static IcashPayRequest sale(String barcode, String reference) {
        IcashPayRequest sale = new IcashPayRequest();
        sale.setBuyerId(barcode);
        sale.setTxAmt(36L);
        sale.setOpSeq(reference);
        sale.setStoreId("217477");
        sale.setStoreName("見晴");
        sale.setPosNo("01");
        return sale;
    }
}
