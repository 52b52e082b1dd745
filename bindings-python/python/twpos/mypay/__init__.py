"""MYPAY LINK: orders paid on its page, queries, refunds, payments by the code on the customer's phone, and the
notifications it sends.

**Pending is not paid.** `Client.scan_pay` and `Client.refund_order` return a response also while MYPAY still works
on it. Their first fields, `approved` and `refunded`, are the only ones to hand out goods or money on.
"""

from .._lazy import names_of as _names_of
from ._client import Client as Client
from ._client import KeyChoice as KeyChoice
from ._messages import *

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import envelope as envelope
    from ._codes import *
else:
    __getattr__, __dir__ = _names_of(globals(), "envelope")
