"""Money: an exact Decimal in one ISO 4217 currency. Nothing here rounds in silence and nothing adds two currencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

# ISO 4217 (list one, amendment 177): every currency has two decimals unless it stands in the first two lists.
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
DECIMALS = {**dict.fromkeys(_WHOLE.split(), 0), **dict.fromkeys(_THOUSANDTHS.split(), 3), "CLF": 4, "UYW": 4}
CURRENCIES = frozenset(_CODES.split())
LARGEST = 10**17  # minor units: fits a signed 64-bit column with room for sums


@cache
def _step(currency: str) -> Decimal:
    """The smallest amount of a currency; ValueError names an unknown one."""
    if currency not in CURRENCIES:
        raise ValueError(f"unknown currency {currency!r}")
    return Decimal(1).scaleb(-DECIMALS.get(currency, 2))


@cache
def _limit(currency: str) -> Decimal:
    """The first amount of a currency that is too large for the books."""
    return LARGEST * _step(currency)


@dataclass(frozen=True, slots=True, eq=True)
class Money:
    """An amount that its currency can pay in coins: 12.345 CNY is refused (ValueError), never rounded.

    Adding and comparing two currencies raises ValueError. There is no truth value: ask `is_zero`.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        step = _step(self.currency)
        try:
            exact = self.amount.quantize(step) + 0  # + 0: there is no minus zero
        except InvalidOperation:  # more digits than a Decimal holds, or infinite
            raise _too_large(self.amount, self.currency) from None
        if exact != self.amount:
            raise ValueError(f"{self.amount} is finer than {self.currency} allows")
        if abs(exact) >= _limit(self.currency):
            raise _too_large(exact, self.currency)
        object.__setattr__(self, "amount", exact)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> Money:
        """From written digits ("12000.5"); ValueError for what is no number; a float is refused with TypeError."""
        if isinstance(amount, float):
            raise TypeError("money is never a float")
        try:
            return cls(Decimal(amount), currency)
        except InvalidOperation:
            raise ValueError(f"{amount!r} is no amount") from None

    @staticmethod
    @lru_cache(maxsize=4_096, typed=True)  # a message reads the same few sums again and again, most of them nothing
    def of_minor(minor: int, currency: str) -> Money:
        """From integer minor units (分, cents), as the database keeps them."""
        return _exact(minor * _step(currency), currency)

    @staticmethod
    def zero(currency: str) -> Money:
        """Nothing, in that currency."""
        return Money.of_minor(0, currency)

    @property
    def minor(self) -> int:
        """Integer minor units (分, cents)."""
        return int(self.amount.scaleb(DECIMALS.get(self.currency, 2)))

    @property
    def is_zero(self) -> bool:
        """Whether it is nothing at all."""
        return self.amount == 0

    @property
    def is_positive(self) -> bool:
        """Whether it is more than nothing."""
        return self.amount > 0

    @property
    def is_negative(self) -> bool:
        """Whether it is less than nothing: money that goes back."""
        return self.amount < 0

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise _mixed(self, other)
        if not other.amount:
            return self
        return _exact(self.amount + other.amount, self.currency) if self.amount else other

    def __sub__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise _mixed(self, other)
        return _exact(self.amount - other.amount, self.currency) if other.amount else self

    def __neg__(self) -> Money:
        return _exact(-self.amount, self.currency)

    def __abs__(self) -> Money:
        return _exact(abs(self.amount), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        raise TypeError("money has no truth value: ask is_zero")

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise _mixed(self, other)
        return other.amount

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Parts in the ratio of the weights that add up to the whole; what does not divide goes, one coin each, to the
        parts that lost most (largest remainder). ValueError if no weight is positive."""
        whole, total = self.minor, sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be positive")
        floors = [whole * weight // total for weight in weights]
        losses = sorted(range(len(weights)), key=lambda i: (-(whole * weights[i] % total), i))
        for i in losses[: whole - sum(floors)]:
            floors[i] += 1
        return tuple(Money.of_minor(part, self.currency) for part in floors)


def _exact(amount: Decimal, currency: str) -> Money:
    """Money of an amount that is whole coins by construction (a sum, minor units): only its size is looked at."""
    if abs(amount) >= _limit(currency):
        raise _too_large(amount, currency)
    money = _new(Money)
    _set_amount(money, amount)
    _set_currency(money, currency)
    return money


_NOTHING = Decimal(0)
_new = object.__new__
_set_amount, _set_currency = (vars(Money)[field].__set__ for field in Money.__slots__)


def _mixed(one: Money, other: Money) -> ValueError:
    return ValueError(f"{one.currency} and {other.currency} do not mix")


def _too_large(amount: Decimal, currency: str) -> ValueError:
    return ValueError(f"{amount} {currency} is beyond what the books hold")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that are all in `currency`; ValueError at the first that is not."""
    result = Money.zero(currency)
    for amount in amounts:
        result = result + amount
    return result


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum a currency, in the currencies' order; currencies are listed, never added."""
    sums: dict[str, Decimal] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, _NOTHING) + one.amount
    return tuple(_exact(sums[currency], currency) for currency in sorted(sums))
