"""The OMNI gateway: iPASS offline payments and icash Pay by barcode."""

from ._client import Client as Client
from ._codes import *
from ._messages import *
