"""LINE Pay's Offline API v4 (Taiwan): payments by the code on the customer's phone."""

from .._lazy import names_of as _names_of
from ._client import Client as Client
from ._messages import *

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._codes import *
else:
    __getattr__, __dir__ = _names_of(globals())
