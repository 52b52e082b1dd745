package tw.twpos.tests;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tw.twpos.IcashClient;
import tw.twpos.IcashCredentials;
import tw.twpos.IcashKeyExchange;
import tw.twpos.IcashPayRequest;
import tw.twpos.MypayClient;
import tw.twpos.MypayItem;
import tw.twpos.MypayScanPayRequest;
import tw.twpos.MypaySettings;
import tw.twpos.OmniClient;
import tw.twpos.OmniIpassPayRequest;
import tw.twpos.TwposException;

/**
 * The till that conformance/tools/core_dumps.py looks into; what it is told and must do is there.
 *
 * <p>The JVM never wipes a string. With -XX:-CompactStrings its copies of the barcode have two bytes a character, so
 * that what is found afterwards, one byte a character, is a copy of the package's.
 */
public final class DumpedTill {
    private DumpedTill() {}

    public static void main(String[] arguments) throws Exception {
        // System.in has a buffer, which keeps what it read.
        DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        byte[] read = new byte[18];
        in.readFully(read);
        String barcode = new String(read, StandardCharsets.US_ASCII);
        Arrays.fill(read, (byte) 0);
        String config = arguments[0];
        try (IcashClient icash = IcashClient.fromConfig(config);
                MypayClient mypay = MypayClient.fromConfig(config);
                OmniClient omni = OmniClient.fromConfig(config);
                IcashKeyExchange exchange = new IcashKeyExchange(arguments[2]);
                IcashCredentials credentials = exchange.run()) {
            icash.pay(icashSale(barcode, arguments[1]));
            mypay.scanPay(mypaySale(barcode, arguments[1]));
            omni.ipassPay(omniSale(barcode, arguments[1]));
            // It stands for a key, since this program has none.
            MypaySettings settings = new MypaySettings();
            settings.setBaseUrl("https://host.example");
            settings.setMode("store");
            settings.setUid("1");
            settings.setKey(barcode);
            assertThrows(TwposException.Config.class, () -> new MypayClient(settings));
            credentials.save(arguments[3], arguments[2], null);
            waitForDump("open", in);
        }
        useUpTheHeap();
        waitForDump("closed", in);
        System.exit(0);
    }

    private static IcashPayRequest icashSale(String barcode, String reference) {
        IcashPayRequest sale = new IcashPayRequest();
        sale.setBuyerId(barcode);
        sale.setTxAmt(36);
        sale.setOpSeq(reference);
        sale.setStoreId("217477");
        sale.setStoreName("見晴");
        sale.setPosNo("01");
        return sale;
    }

    private static MypayScanPayRequest mypaySale(String barcode, String reference) {
        MypayItem item = new MypayItem();
        item.setId("1");
        item.setName("便當");
        item.setCost(36);
        item.setAmount(1);
        item.setTotal(36);
        MypayScanPayRequest sale = new MypayScanPayRequest();
        sale.setScannedCode(barcode);
        sale.setOrderId(reference);
        sale.setUserId("guest");
        sale.setIp("203.0.113.5");
        sale.setItems(Collections.singletonList(item));
        sale.setCost(36);
        return sale;
    }

    private static OmniIpassPayRequest omniSale(String barcode, String reference) {
        OmniIpassPayRequest sale = new OmniIpassPayRequest();
        sale.setTradeCode(barcode);
        sale.setAmount(36);
        sale.setOrderNumber(reference);
        sale.setStoreId("1");
        sale.setTerminalId("1");
        return sale;
    }

    private static void waitForDump(String state, DataInputStream in) throws IOException {
        System.out.println(state);
        in.readByte();
    }

    /** Lays new arrays over what nobody holds any longer. */
    private static void useUpTheHeap() {
        List<byte[]> arrays = new ArrayList<>(1 << 20);
        for (int size = 1 << 20; size > 0; size /= 2) {
            try {
                while (true) {
                    arrays.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // Smaller ones may still find room.
            }
        }
        arrays.clear();
    }
}
