"""icash Pay SET: pay, refund, cancel, top-up, and their keys."""

from .._lazy import names_of as _names_of
from .._native import AesCredential as AesCredential
from .._native import Credentials as Credentials
from ._client import Client as Client
from ._client import KeyExchange as KeyExchange
from ._messages import *

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import envelope as envelope
    from ._codes import *
else:
    __getattr__, __dir__ = _names_of(globals(), "envelope")
