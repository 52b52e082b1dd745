package tw.twpos.tests;

import java.util.ArrayList;
import java.util.List;
import tw.twpos.ErrorKind;
import tw.twpos.IcashClient;
import tw.twpos.IcashPayRequest;
import tw.twpos.IcashSettings;
import tw.twpos.Mypay;
import tw.twpos.MypayClient;
import tw.twpos.MypayCreateOrderRequest;
import tw.twpos.MypayItem;
import tw.twpos.MypaySettings;
import tw.twpos.OmniClient;
import tw.twpos.OmniIpassPayRequest;
import tw.twpos.Outcome;
import tw.twpos.PrivateKey;
import tw.twpos.TwposException;

/** A way to every kind of error, except {@code internal}, which takes a library that panics on purpose. */
public final class Kinds {
    public final ErrorKind kind;
    public final Outcome outcome;
    public final Class<? extends TwposException> variant;
    /** The transaction that the error must name, if it is about one. */
    public final String reference;
    public final Support.Work work;

    private Kinds(ErrorKind kind, Outcome outcome, Class<? extends TwposException> variant, String reference, Support.Work work) {
        this.kind = kind;
        this.outcome = outcome;
        this.variant = variant;
        this.reference = reference;
        this.work = work;
    }

    public static List<Kinds> all(Sandbox sandbox) throws TwposException {
        IcashClient till = IcashClient.fromConfig(sandbox.config);
        List<Kinds> kinds = new ArrayList<>();
        barcode(kinds, till, ErrorKind.TRANSPORT, "ICTWPOSRESETAFTER0");
        barcode(kinds, till, ErrorKind.SIGNATURE, "ICTWPOSSIGBAD00000");
        barcode(kinds, till, ErrorKind.HTTP, "ICTWPOSHTTP4030000");
        barcode(kinds, till, ErrorKind.DECRYPT, "ICTWPOSENCDATABAD0");
        barcode(kinds, till, ErrorKind.MISMATCH, "ICTWPOSAMOUNTWRONG");
        barcode(kinds, till, ErrorKind.MALFORMED, "ICTWPOSCODE7777000");
        IcashPayRequest declined = Support.sale("ICTWPOSDECLINE0000");
        kinds.add(new Kinds(
                ErrorKind.DECLINED, Outcome.REFUSED, TwposException.Refused.class, declined.getOpSeq(), () -> till.pay(declined)));
        IcashPayRequest again = Support.sale();
        till.pay(again);
        kinds.add(unknown(ErrorKind.DUPLICATE, again.getOpSeq(), () -> till.pay(again)));
        IcashPayRequest zero = Support.sale();
        zero.setTxAmt(0);
        kinds.add(notSent(ErrorKind.INVALID_REQUEST, TwposException.InvalidRequest.class, zero.getOpSeq(), () -> till.pay(zero)));
        Class<TwposException.Config> config = TwposException.Config.class;
        kinds.add(notSent(
                ErrorKind.INVALID_NOTIFICATION, TwposException.InvalidNotification.class, "A-1",
                () -> Mypay.parseNotification("order_id=A-1".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        kinds.add(notSent(ErrorKind.CONFIG, config, null, () -> new IcashClient(new IcashSettings())));
        kinds.add(notSent(ErrorKind.KEY, config, null, () -> PrivateKey.fromText("not a key")));
        unsent(kinds, ErrorKind.CONNECT, "http://127.0.0.1:1");
        // The sandbox speaks no TLS at this port.
        unsent(kinds, ErrorKind.TLS, sandbox.url.replace("http:", "https:"));

        MypaySettings impatient = Support.mypaySettings(new Silent().url());
        impatient.setTimeoutSeconds(1.0);
        MypayCreateOrderRequest order = new MypayCreateOrderRequest();
        order.setStoreUid("289151880002");
        order.setUserId("userid");
        order.setIp("192.168.0.1");
        order.setOrderId(Support.nextOpSeq());
        order.setCost(900);
        MypayItem item = new MypayItem();
        item.setId("1");
        item.setName("soup");
        item.setCost(900);
        item.setAmount(1);
        item.setTotal(900);
        order.setItems(java.util.Collections.singletonList(item));
        kinds.add(unknown(ErrorKind.TIMEOUT, order.getOrderId(), () -> new MypayClient(impatient).createOrder(order)));

        OmniIpassPayRequest omni = new OmniIpassPayRequest();
        omni.setTradeCode("ICTWPOSHTTP4010000");
        omni.setAmount(229);
        omni.setOrderNumber(Support.nextOpSeq());
        omni.setStoreId("1");
        omni.setTerminalId("1");
        kinds.add(unknown(ErrorKind.UNAUTHORIZED, omni.getOrderNumber(), () -> OmniClient.fromConfig(sandbox.config).ipassPay(omni)));
        return kinds;
    }

    private static void barcode(List<Kinds> kinds, IcashClient till, ErrorKind kind, String barcode) {
        IcashPayRequest sale = Support.sale(barcode);
        kinds.add(unknown(kind, sale.getOpSeq(), () -> till.pay(sale)));
    }

    private static Kinds unknown(ErrorKind kind, String reference, Support.Work work) {
        return new Kinds(kind, Outcome.UNKNOWN, TwposException.OutcomeUnknown.class, reference, work);
    }

    private static void unsent(List<Kinds> kinds, ErrorKind kind, String url) {
        IcashPayRequest sale = Support.sale();
        Support.Work pay = () -> new IcashClient(Support.icashSettings(url)).pay(sale);
        kinds.add(notSent(kind, TwposException.NotSent.class, sale.getOpSeq(), pay));
    }

    private static Kinds notSent(
            ErrorKind kind, Class<? extends TwposException> variant, String reference, Support.Work work) {
        return new Kinds(kind, Outcome.NOT_SENT, variant, reference, work);
    }

    /** Takes connections and never answers. */
    private static final class Silent {
        /** A socket that nobody holds is closed. */
        private static final List<java.net.ServerSocket> OPEN = new ArrayList<>();
        private final java.net.ServerSocket socket;

        Silent() {
            try {
                socket = new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress());
                OPEN.add(socket);
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
