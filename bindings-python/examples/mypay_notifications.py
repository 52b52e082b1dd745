"""A shop's web server that takes MYPAY LINK's notifications (Flask).

MYPAY posts to /mypay when an order is paid, may still be paid, or has failed; several times, in any order, until it
reads 8888. Anyone can post there, so each one is held against the order that was kept, stored and answered. To be told
is not to be paid: another thread asks MYPAY itself, and asks again until it confirms the order.

Usage: python mypay_notifications.py till.toml shop.db PORT [SECONDS]
"""

from __future__ import annotations

import logging
import sqlite3
import sys
import threading

import twpos
from flask import Flask, request
from twpos import mypay

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (order_id TEXT PRIMARY KEY, uid TEXT, key TEXT, cost INTEGER, goods TEXT);
CREATE TABLE IF NOT EXISTS notifications (uid TEXT, prc TEXT, state TEXT, PRIMARY KEY (uid, prc));
"""


class Shop:
    def __init__(self, database: str) -> None:
        self.database = sqlite3.connect(database, check_same_thread=False, isolation_level=None)
        self.database.executescript(SCHEMA)

    def keep(self, order: mypay.ExpectedOrder) -> None:
        """Call this with what `create_order` returned, before the customer is sent to its page."""
        row = (order.order_id, order.uid, order.key, order.cost)
        self.database.execute("INSERT INTO orders VALUES (?, ?, ?, ?, 'held')", row)

    def order(self, order_id: str) -> mypay.ExpectedOrder | None:
        found = self.database.execute("SELECT uid, key, cost FROM orders WHERE order_id = ?", (order_id,)).fetchone()
        if found is None:
            return None
        uid, key, cost = found
        return mypay.ExpectedOrder(uid=uid, key=key, order_id=order_id, cost=cost)

    def store(self, told: mypay.Notification) -> None:
        row = (told.uid, told.prc, told.state)
        self.database.execute("INSERT OR IGNORE INTO notifications VALUES (?, ?, ?)", row)

    def unconfirmed(self) -> list[mypay.ExpectedOrder]:
        """The orders that a notification calls paid, and MYPAY has not confirmed yet."""
        is_told = "uid IN (SELECT uid FROM notifications WHERE state = ?)"
        query = f"SELECT uid, key, order_id, cost FROM orders WHERE goods = 'held' AND {is_told}"
        found = self.database.execute(query, (str(mypay.PrcClass.PAID),)).fetchall()
        return [mypay.ExpectedOrder(uid=uid, key=key, order_id=number, cost=cost) for uid, key, number, cost in found]

    def release(self, order_id: str) -> None:
        self.database.execute("UPDATE orders SET goods = 'released' WHERE order_id = ?", (order_id,))


def settle(shop: Shop, client: mypay.Client) -> None:
    """Asks MYPAY itself, and releases the goods of an order only if it says that this order is paid."""
    for order in shop.unconfirmed():
        try:
            query = mypay.QueryOrderRequest(uid=order.uid, key=order.key, order_id=order.order_id, cost=order.cost)
            answer = client.query_order(query)
        except twpos.Error as error:
            logging.error("paid, says a notification, but the query failed; it is asked again: %s", error)
        else:
            # It stays paid after a refund or a cancellation.
            is_kept = answer.refund_state == answer.cancel_state == mypay.Reversal.NOTHING
            if answer.state == mypay.PrcClass.PAID and is_kept and order.order_id:
                shop.release(order.order_id)


def keep_settling(shop: Shop, client: mypay.Client, told: threading.Event, pause: float) -> None:
    """Settles whatever is told at once, and what could not be settled after a while: also after a restart."""
    while True:
        try:
            settle(shop, client)
        except Exception:  # whatever it is, the next order must not wait for a restart
            logging.exception("settling failed; it is tried again")
        told.wait(pause)
        told.clear()


def web(shop: Shop, told: threading.Event) -> Flask:
    app = Flask("shop")

    @app.post("/mypay")
    def notification() -> tuple[str, int]:
        try:
            news = mypay.parse_notification(request.get_data())
            order = shop.order(news.order_id)
            if order is None:
                return "no such order", 404
            news.verify(order)
        except twpos.InvalidNotification as error:
            app.logger.warning("not MYPAY's notification: %s", error)
            return "not accepted", 400
        except twpos.Error as error:
            # Who sent it knows the order's key, but the amount or the number is another.
            app.logger.error("a notification contradicts the order, look at it: %s", error)
            return "not accepted", 400
        # Stored it is safe, so say so; a repetition is answered alike, and has the order settled if it is not yet.
        shop.store(news)
        told.set()
        return mypay.NOTIFICATION_ANSWER, 200

    return app


def main() -> None:
    config, database, port, *pause = sys.argv[1:]
    shop, client, told = Shop(database), mypay.Client.from_config(config), threading.Event()
    settling = (shop, client, told, float(pause[0]) if pause else 60.0)
    threading.Thread(target=keep_settling, args=settling, daemon=True).start()
    web(shop, told).run("127.0.0.1", int(port))


if __name__ == "__main__":
    main()
