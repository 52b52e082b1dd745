"""MYPAY LINK: orders paid on its page, queries, refunds, payments by the code on the customer's phone, and the
notifications it sends.

**Pending is not paid.** `Client.scan_pay` and `Client.refund_order` return a response also while MYPAY still works
on it. Their first fields, `approved` and `refunded`, are the only ones to hand out goods or money on.
"""

from . import envelope as envelope
from ._client import Client as Client
from ._client import KeyChoice as KeyChoice
from ._codes import *
from ._messages import *
