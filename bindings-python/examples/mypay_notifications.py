"""A shop's web server that takes MYPAY LINK's notifications (Flask).

MYPAY posts to /mypay when an order is paid, may still be paid, or has failed; several times, in any order, until it
reads 8888. Anyone can post there, so each one is held against the order that was kept, stored once, answered, and
believed only when MYPAY itself confirms it.

Usage: python mypay_notifications.py till.toml shop.db PORT
"""

from __future__ import annotations

import sqlite3
import sys

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

    def is_new(self, told: mypay.Notification) -> bool:
        row = (told.uid, told.prc, told.state)
        return self.database.execute("INSERT OR IGNORE INTO notifications VALUES (?, ?, ?)", row).rowcount == 1

    def release(self, order_id: str) -> None:
        self.database.execute("UPDATE orders SET goods = 'released' WHERE order_id = ?", (order_id,))


def settle(shop: Shop, client: mypay.Client, order: mypay.ExpectedOrder) -> None:
    """Asks MYPAY itself, and releases the goods only if it says that this order is paid."""
    answer = client.query_order(mypay.QueryOrderRequest(uid=order.uid, key=order.key, order_id=order.order_id))
    if answer.state == mypay.PrcClass.PAID and order.order_id:
        shop.release(order.order_id)


def web(shop: Shop, client: mypay.Client) -> Flask:
    app = Flask("shop")

    @app.post("/mypay")
    def notification() -> tuple[str, int]:
        try:
            told = mypay.parse_notification(request.get_data())
            order = shop.order(told.order_id)
            if order is None:
                return "no such order", 404
            told.verify(order)
        except twpos.Error as error:
            app.logger.warning("not MYPAY's notification: %s", error)
            return "not accepted", 400
        # The first of its kind: the others are repetitions, and are answered alike.
        if shop.is_new(told) and told.state == mypay.PrcClass.PAID:
            try:
                settle(shop, client, order)
            except twpos.Error as error:
                app.logger.error("paid, says a notification, but the query failed: ask again later: %s", error)
        return mypay.NOTIFICATION_ANSWER, 200

    return app


def main() -> None:
    config, database, port = sys.argv[1:]
    web(Shop(database), mypay.Client.from_config(config)).run("127.0.0.1", int(port))


if __name__ == "__main__":
    main()
