"""icash Pay SET: pay, refund, cancel, top-up, and their keys."""

from .._native import AesCredential as AesCredential
from .._native import Credentials as Credentials
from . import envelope as envelope
from ._client import Client as Client
from ._client import KeyExchange as KeyExchange
from ._codes import *
from ._messages import *
