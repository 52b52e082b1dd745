package tw.twpos.tests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collections;
import tw.twpos.IcashCancelRequest;
import tw.twpos.IcashCancelTopUpRequest;
import tw.twpos.IcashClient;
import tw.twpos.IcashPayRequest;
import tw.twpos.IcashRefundRequest;
import tw.twpos.IcashRefundTopUpRequest;
import tw.twpos.IcashTopUpRequest;
import tw.twpos.MypayClient;
import tw.twpos.MypayCreateOrderRequest;
import tw.twpos.MypayItem;
import tw.twpos.MypayQueryOrderRequest;
import tw.twpos.MypayRefundOrderRequest;
import tw.twpos.MypayScanPayRequest;
import tw.twpos.MypayVoucherRef;
import tw.twpos.MypayScanPayResponse;
import tw.twpos.TwposException;

/** The requests that the golden replies answer, and what became of them in the words of the vectors. */
final class Vectors {
    static final JsonObject ICASH = Support.vectors("icash");
    static final JsonObject MYPAY = Support.vectors("mypay");

    private static final String BARCODE = "IC0123456789ABCDEF";
    private static final String BANK_SEQ = "20240522123456000001";

    private Vectors() {}

    static JsonObject icash(IcashClient client, JsonObject reply) {
        String opSeq = reply.getAsJsonObject("request").get("OPSeq").getAsString();
        JsonElement given = reply.getAsJsonObject("request").get("amount");
        long amount = given == null || given.isJsonNull() ? 36 : given.getAsLong();
        try {
            callIcash(client, reply.get("operation").getAsString(), opSeq, amount);
            return judged("approved", null);
        } catch (TwposException e) {
            return judged(e, opSeq);
        }
    }

    static JsonObject mypay(MypayClient client, JsonObject reply) {
        String operation = reply.get("operation").getAsString();
        try {
            return callMypay(client, operation);
        } catch (TwposException e) {
            return judged(e, operation.equals("create_order") ? "1234567890" : "ORDER-1");
        }
    }

    private static JsonObject judged(TwposException e, String reference) {
        if (!reference.equals(e.getReference())) {
            throw new AssertionError(e);
        }
        JsonObject judged = new JsonObject();
        judged.addProperty("outcome", e.getOutcome().toString());
        judged.addProperty("kind", e.getKind().toString());
        return judged;
    }

    private static JsonObject judged(String outcome, String state) {
        JsonObject judged = new JsonObject();
        judged.addProperty("outcome", outcome);
        if (state != null) {
            judged.addProperty("state", state);
        }
        return judged;
    }

    private static void callIcash(IcashClient client, String operation, String opSeq, long amount) throws TwposException {
        switch (operation) {
            case "pay":
                IcashPayRequest pay = Support.sale(BARCODE);
                pay.setTxAmt(amount);
                pay.setItemAmt(amount);
                pay.setOpSeq(opSeq);
                client.pay(pay);
                return;
            case "refund":
                IcashRefundRequest refund = new IcashRefundRequest();
                refund.setOpSeq(opSeq);
                refund.setTxAmt(amount);
                refund.setBankSeq(BANK_SEQ);
                refund.setOpRefundSeq(opSeq + "-R");
                refund.setStoreId("217477");
                refund.setStoreName("見晴");
                refund.setPosNo("01");
                client.refund(refund);
                return;
            case "cancel":
                IcashCancelRequest cancel = new IcashCancelRequest();
                cancel.setOpSeq(opSeq);
                client.cancel(cancel);
                return;
            case "top_up":
                IcashTopUpRequest topUp = new IcashTopUpRequest();
                topUp.setBuyerId(BARCODE);
                topUp.setTopUpAmt(amount);
                topUp.setOpSeq(opSeq);
                topUp.setStoreId("217477");
                topUp.setStoreName("見晴");
                topUp.setPosNo("01");
                client.topUp(topUp);
                return;
            case "refund_top_up":
                IcashRefundTopUpRequest back = new IcashRefundTopUpRequest();
                back.setBuyerId(BARCODE);
                back.setTopUpAmt(amount);
                back.setOpSeq(opSeq);
                back.setBankSeq(BANK_SEQ);
                back.setOpRefundSeq(opSeq + "-R");
                back.setStoreId("217477");
                back.setStoreName("見晴");
                back.setPosNo("01");
                client.refundTopUp(back);
                return;
            default:
                IcashCancelTopUpRequest cancelTopUp = new IcashCancelTopUpRequest();
                cancelTopUp.setBuyerId(BARCODE);
                cancelTopUp.setOpSeq(opSeq);
                client.cancelTopUp(cancelTopUp);
        }
    }

    private static JsonObject callMypay(MypayClient client, String operation) throws TwposException {
        JsonObject ours = MYPAY.getAsJsonObject("ours");
        String uid = ours.get("uid").getAsString();
        String key = ours.get("key").getAsString();
        String store = MYPAY.getAsJsonObject("keys").get("store_uid").getAsString();
        MypayItem item = new MypayItem("1", "好棒棒麻辣鍋湯包", 900, null, 1, 900, null, null);
        switch (operation) {
            case "create_order":
                MypayCreateOrderRequest order = new MypayCreateOrderRequest();
                order.setStoreUid(store);
                order.setUserId("userid");
                order.setIp("192.168.0.1");
                order.setCost(900);
                order.setItems(Collections.singletonList(item));
                order.setOrderId("1234567890");
                client.createOrder(order);
                return judged("response", "accepted");
            case "query_order":
                MypayQueryOrderRequest query = new MypayQueryOrderRequest();
                query.setUid(uid);
                query.setKey(key);
                query.setOrderId("ORDER-1");
                return judged("response", client.queryOrder(query).getState());
            case "refund_order":
                MypayRefundOrderRequest refund = new MypayRefundOrderRequest();
                refund.setStoreUid(store);
                refund.setUid(uid);
                refund.setKey(key);
                refund.setOrderId("ORDER-1");
                refund.setCost(900);
                refund.setInvoiceState("6");
                refund.setVoucherPaid(Collections.singletonList(new MypayVoucherRef("P01", "P1634634156")));
                return judged("response", client.refundOrder(refund).getState());
            default:
                MypayScanPayRequest scan = new MypayScanPayRequest();
                scan.setStoreUid(store);
                scan.setUserId("userid");
                scan.setIp("192.168.0.1");
                scan.setCost(900);
                scan.setItems(Collections.singletonList(item));
                scan.setOrderId("ORDER-1");
                scan.setScannedCode("281234567890123456");
                MypayScanPayResponse reply = client.scanPay(scan);
                JsonObject judged = judged("response", reply.getState());
                judged.addProperty("approved", reply.getApproved());
                return judged;
        }
    }
}
