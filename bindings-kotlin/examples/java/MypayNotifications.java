// A web server that receives MYPAY's notifications.
//
//   java -cp … examples.MypayNotifications till.toml PORT [SECONDS]

package examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tw.twpos.Mypay;
import tw.twpos.MypayClient;
import tw.twpos.MypayExpectedOrder;
import tw.twpos.MypayNotification;
import tw.twpos.MypayPrcClass;
import tw.twpos.MypayQueryOrderRequest;
import tw.twpos.MypayQueryOrderResponse;
import tw.twpos.MypayReversal;
import tw.twpos.TwposException;

public final class MypayNotifications {
    /** More than any notification has. */
    private static final int LARGEST = 1 << 20;

    /** Your database: what the reply to createOrder said of each order. */
    private final Map<String, MypayExpectedOrder> orders = new ConcurrentHashMap<>();
    /** Your database, too: the orders to ask about, and those of which the goods were handed out. */
    private final Set<String> told = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final Set<String> released = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private final MypayClient shop;

    private MypayNotifications(MypayClient shop) {
        this.shop = shop;
        orders.put("ORDER-1", new MypayExpectedOrder("95217", "3425042d7d266e4aea5fd4653a0271db", "ORDER-1", 900L, null, null));
    }

    public static void main(String[] arguments) throws TwposException, IOException {
        MypayNotifications shop = new MypayNotifications(MypayClient.fromConfig(arguments[0]));
        int port = Integer.parseInt(arguments[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/mypay", shop::handle);
        server.start();
        // Asks again about what is told but not settled, such as after a query that failed.
        long seconds = arguments.length > 2 ? Long.parseLong(arguments[2]) : 60;
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(() -> shop.told.forEach(shop::settle), seconds, seconds, TimeUnit.SECONDS);
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/mypay");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            settle(receive(read(exchange.getRequestBody()), exchange));
        } catch (TwposException.InvalidNotification | IllegalArgumentException e) {
            // Junk, which anyone can post, and nobody's money.
            exchange.sendResponseHeaders(400, -1);
        } catch (TwposException e) {
            // Who sent it knows the order's key, but the amount or the number is another.
            System.err.println("a notification contradicts the order, look at it: " + e);
            exchange.sendResponseHeaders(400, -1);
        } finally {
            exchange.close();
        }
    }

    /** Answers a notification, and gives the order that it is about. */
    private String receive(byte[] body, HttpExchange exchange) throws TwposException, IOException {
        MypayNotification notification = Mypay.parseNotification(body);
        MypayExpectedOrder order = orders.get(notification.getOrderId());
        if (order == null) {
            throw new IllegalArgumentException("a notification about an order that is not ours");
        }

        // Anyone can post here, so hold it against what you kept.
        notification.verify(order);

        // Store it, then say so: once MYPAY has read this answer, it need not send the notification again.
        told.add(notification.getOrderId());
        byte[] answer = Mypay.NOTIFICATION_ANSWER.getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
        return notification.getOrderId();
    }

    /** Only the answer to a query comes from MYPAY's own host: act on that, never on the notification. */
    private void settle(String orderId) {
        if (released.contains(orderId)) {
            told.remove(orderId);
            return;
        }
        MypayExpectedOrder order = orders.get(orderId);
        try {
            MypayQueryOrderRequest query = new MypayQueryOrderRequest();
            query.setOrderId(orderId);
            query.setUid(order.getUid());
            query.setKey(order.getKey());
            query.setCost(order.getCost());
            MypayQueryOrderResponse answer = shop.queryOrder(query);
            String state = answer.getState();
            // Pending is not paid: it stays among those to ask about.
            if (state.equals(MypayPrcClass.PENDING.toString()) || state.equals(MypayPrcClass.UNKNOWN.toString())) {
                return;
            }
            told.remove(orderId);
            // It stays paid after a refund or a cancellation.
            String nothing = MypayReversal.NOTHING.toString();
            boolean isKept = answer.getRefundState().equals(nothing) && answer.getCancelState().equals(nothing);
            // The same notification comes several times, perhaps while this one asked.
            if (!state.equals(MypayPrcClass.PAID.toString()) || !isKept) {
                System.out.println(orderId + ": " + state + ", NT$ " + answer.getActualCost() + ": look at it");
            } else if (released.add(orderId)) {
                System.out.println(orderId + ": paid, NT$ " + answer.getActualCost() + ": hand out the goods");
            }
        } catch (TwposException | RuntimeException e) {
            // Whatever it is, the order stays among those to ask about, and the timer must go on.
            System.err.println(e);
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int count; (count = in.read(buffer)) > 0 && out.size() <= LARGEST; ) {
            out.write(buffer, 0, count);
        }
        return out.toByteArray();
    }
}
