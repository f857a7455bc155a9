# The distributions over the native generator.

from _random import Random as _Generator, entropy as _entropy
from bisect import bisect as _bisect
from itertools import accumulate as _accumulate
from math import (acos as _acos, cos as _cos, e as _e, exp as _exp, fabs as _fabs,
                  floor as _floor, isfinite as _isfinite, lgamma as _lgamma, log as _log,
                  log2 as _log2, pi as _pi, sin as _sin, sqrt as _sqrt)
from operator import index as _index

__all__ = [
    'Random', 'SystemRandom', 'betavariate', 'binomialvariate', 'choice', 'choices',
    'expovariate', 'gammavariate', 'gauss', 'getrandbits', 'getstate', 'lognormvariate',
    'normalvariate', 'paretovariate', 'randbytes', 'randint', 'random', 'randrange', 'sample',
    'seed', 'setstate', 'shuffle', 'triangular', 'uniform', 'vonmisesvariate', 'weibullvariate']

NV_MAGICCONST = 4 * _exp(-0.5) / _sqrt(2.0)
LOG4 = _log(4.0)
SG_MAGICCONST = 1.0 + _log(4.5)
# Bits of a float.
BPF = 53
RECIP_BPF = 2 ** -BPF
TWOPI = 2.0 * _pi


def _old_seed(text):
    # The number that version 1 makes of a text.
    number = ord(text[0]) << 7 if text else 0
    for c in text:
        number = (1000003 * number ^ ord(c)) & 0xFFFFFFFFFFFFFFFF
    number ^= len(text)
    return -2 if number == -1 else number


def _sums_of(weights):
    try:
        return list(_accumulate(weights))
    except TypeError:
        if isinstance(weights, int):
            raise TypeError('The number of choices must be a keyword argument: '
                            f'k={weights}') from None
        raise


class Random(_Generator):
    """A generator of its own."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)
        self.gauss_next = None

    def __init_subclass__(cls, /, **kwargs):
        # A class that only has another `random` takes its bits from there.
        ways = {'_randbelow': None, 'getrandbits': Random._randbelow_with_getrandbits,
                'random': Random._randbelow_without_getrandbits}
        first = next(name for parent in cls.__mro__ for name in ways if name in parent.__dict__)
        if ways[first] is not None:
            cls._randbelow = ways[first]

    def seed(self, a=None, version=2):
        """Begin anew from a seed."""
        if version == 1 and isinstance(a, (str, bytes)):
            a = _old_seed(a.decode('latin-1') if isinstance(a, bytes) else a)
        super().seed(a)
        self.gauss_next = None

    def getstate(self):
        """The state, for setstate()."""
        return self.VERSION, super().getstate(), self.gauss_next

    def setstate(self, state):
        """Go back to a state."""
        if state[0] not in (2, 3):
            raise ValueError(f'state with version {state[0]} passed to '
                             f'Random.setstate() of version {self.VERSION}')
        version, words, self.gauss_next = state
        if version == 2:
            # Written by systems whose numbers were signed.
            try:
                words = tuple(word % 2 ** 32 for word in words)
            except ValueError as error:
                raise TypeError from error
        super().setstate(words)

    def __getstate__(self):
        return self.getstate()

    def __setstate__(self, state):
        self.setstate(state)

    def __reduce__(self):
        return self.__class__, (), self.getstate()

    def _randbelow_with_getrandbits(self, n):
        # Numbers of as many bits as n has, until one is smaller.
        k = n.bit_length()
        r = self.getrandbits(k)
        while r >= n:
            r = self.getrandbits(k)
        return r

    def _randbelow_without_getrandbits(self, n, maxsize=1 << BPF):
        # As a fraction of what a float can count.
        if n < maxsize:
            # What is above the last multiple of n would make small numbers more likely.
            usable = (maxsize - maxsize % n) / maxsize
            while (drawn := self.random()) >= usable:
                pass
            return _floor(drawn * maxsize) % n
        from warnings import warn
        warn('Underlying random() generator does not supply \nenough bits to choose from a '
             'population range this large.\nTo remove the range limitation, add a '
             'getrandbits() method.')
        return _floor(self.random() * n)

    _randbelow = _Generator._randbelow

    def randbytes(self, n):
        """n random bytes."""
        return self.getrandbits(n * 8).to_bytes(n, 'little')

    def randrange(self, start, stop=None, step=1):
        """One of range(start, stop, step)."""
        start = _index(start)
        if stop is None:
            if step != 1:
                raise TypeError('Missing a non-None stop argument')
            if start <= 0:
                raise ValueError('empty range for randrange()')
            return self._randbelow(start)
        stop, step = _index(stop), _index(step)
        if not step:
            raise ValueError('zero step for randrange()')
        # As many steps as it takes, the last one not whole.
        count = -((start - stop) // step)
        if count > 0:
            return start + step * self._randbelow(count)
        shown = (start, stop) if step == 1 else (start, stop, step)
        raise ValueError(f'empty range in randrange{shown}')

    def randint(self, a, b):
        """An int from a to b, both included."""
        a = _index(a)
        b = _index(b)
        if b < a:
            raise ValueError(f'empty range in randrange({a}, {b + 1})')
        return a + self._randbelow(b - a + 1)

    def choice(self, seq):
        """One item of a sequence."""
        if not len(seq):
            raise IndexError('Cannot choose from an empty sequence')
        return seq[self._randbelow(len(seq))]

    def shuffle(self, x):
        """Mix a list in place."""
        for i in range(len(x) - 1, 0, -1):
            j = self._randbelow(i + 1)
            x[i], x[j] = x[j], x[i]

    def _sample_counted(self, population, k, counts):
        sums = list(_accumulate(counts))
        if len(sums) != len(population):
            raise ValueError('The number of counts does not match the population')
        total = sums.pop()
        if not isinstance(total, int):
            raise TypeError('Counts must be integers')
        if total <= 0:
            raise ValueError('Total of counts must be greater than zero')
        return [population[_bisect(sums, place)] for place in self.sample(range(total), k=k)]

    def sample(self, population, k, *, counts=None):
        """k different items of a population, in random order."""
        if hasattr(population, 'keys') or not hasattr(population, '__getitem__'):
            raise TypeError('Population must be a sequence.  For dicts or sets, use sorted(d).')
        n = len(population)
        if counts is not None:
            return self._sample_counted(population, k, counts)
        if not 0 <= k <= n:
            raise ValueError('Sample larger than population or is negative')
        chosen = [None] * k
        # Places taken need less room than a copy if the population is large: beyond the least
        # power of four that is not below 3 * k.
        if n > 21 + (4 ** ((3 * k - 1).bit_length() + 1 >> 1) if k > 5 else 0):
            places = {}
            while len(places) < k:
                places[self._randbelow(n)] = None
            return [population[place] for place in places]
        pool = list(population)
        for at, last in enumerate(range(n - 1, n - 1 - k, -1)):
            place = self._randbelow(last + 1)
            chosen[at], pool[place] = pool[place], pool[last]
        return chosen

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        """k items of a population, each drawn from all of it."""
        draw, n = self.random, len(population)
        if weights is cum_weights is None:
            size = n + 0.0
            return [population[_floor(draw() * size)] for _ in range(k)]
        if cum_weights is None:
            cum_weights = _sums_of(weights)
        elif weights is not None:
            raise TypeError('Cannot specify both weights and cumulative weights')
        if n != len(cum_weights):
            raise ValueError('The number of weights does not match the population')
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError('Total of weights must be greater than zero')
        if not _isfinite(total):
            raise ValueError('Total of weights must be finite')
        return [population[_bisect(cum_weights, draw() * total, 0, n - 1)] for _ in range(k)]

    def uniform(self, a, b):
        """A float between a and b."""
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        """Triangular distribution."""
        where, width = self.random(), high - low
        if mode is not None and width == 0:
            return low
        peak = 0.5 if mode is None else (mode - low) / width
        if where <= peak:
            return low + width * (where * peak) ** 0.5
        return high + (low - high) * ((1.0 - where) * (1.0 - peak)) ** 0.5

    def normalvariate(self, mu=0.0, sigma=1.0):
        """Normal distribution, by the ratio of uniforms."""
        magic = 4 * _exp(-0.5) / _sqrt(2.0)
        while True:
            u = self.random()
            v = 1.0 - self.random()
            z = magic * (u - 0.5) / v
            if z * z / 4.0 <= -_log(v):
                return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        """Normal distribution, two numbers at a time."""
        kept, self.gauss_next = self.gauss_next, None
        if kept is None:
            angle = self.random() * (2.0 * _pi)
            radius = _sqrt(-2.0 * _log(1.0 - self.random()))
            kept, self.gauss_next = _cos(angle) * radius, _sin(angle) * radius
        return mu + kept * sigma

    def lognormvariate(self, mu, sigma):
        """Log normal distribution."""
        return _exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd=1.0):
        """Exponential distribution."""
        return -_log(1.0 - self.random()) / lambd

    def paretovariate(self, alpha):
        """Pareto distribution."""
        return (1.0 - self.random()) ** (-1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        """Weibull distribution."""
        return alpha * (-_log(1.0 - self.random())) ** (1.0 / beta)

    def _gamma_above_one(self, alpha):
        # Cheng 1977
        scale, shift = _sqrt(2.0 * alpha - 1.0), alpha - _log(4.0)
        while True:
            first = self.random()
            if first <= 1e-7 or first >= 0.9999999:
                continue
            product = first * first * (1.0 - self.random())
            logit = _log(first / (1.0 - first)) / scale
            drawn = alpha * _exp(logit)
            room = shift + (alpha + scale) * logit - drawn
            # The first test is cheaper and mostly enough.
            if room + 1.0 + _log(4.5) - 4.5 * product >= 0.0 or room >= _log(product):
                return drawn

    def _gamma_below_one(self, alpha):
        # Ahrens and Dieter 1974
        border = (_e + alpha) / _e
        while True:
            area = border * self.random()
            if area <= 1.0:
                drawn = area ** (1.0 / alpha)
                accepted = self.random() <= _exp(-drawn)
            else:
                drawn = -_log((border - area) / alpha)
                accepted = self.random() <= drawn ** (alpha - 1.0)
            if accepted:
                return drawn

    def gammavariate(self, alpha, beta):
        """Gamma distribution."""
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError('gammavariate: alpha and beta must be > 0.0')
        if alpha == 1.0:
            return -_log(1.0 - self.random()) * beta
        draw = self._gamma_above_one if alpha > 1.0 else self._gamma_below_one
        return draw(alpha) * beta

    def vonmisesvariate(self, mu, kappa):
        """Circular data distribution."""
        if kappa <= 1e-6:
            return TWOPI * self.random()
        # Fisher, Statistical Analysis of Circular Data
        half = 0.5 / kappa
        spread = half + _sqrt(1.0 + half * half)
        accepted = False
        while not accepted:
            cosine = _cos(_pi * self.random())
            d = cosine / (spread + cosine)
            u = self.random()
            accepted = u < 1.0 - d * d or u <= (1.0 - d) * _exp(d)
        q = 1.0 / spread
        angle = _acos((q + cosine) / (1.0 + q * cosine))
        side = angle if self.random() > 0.5 else -angle
        return (mu + side) % TWOPI

    def binomialvariate(self, n=1, p=0.5):
        """How many of n trials succeed."""
        if n < 0:
            raise ValueError('n must be non-negative')
        if p <= 0.0 or p >= 1.0:
            if p == 0.0:
                return 0
            if p == 1.0:
                return n
            raise ValueError('p must be in the range 0.0 <= p <= 1.0')
        if n == 1:
            return _index(self.random() < p)
        if p > 0.5:
            return n - self.binomialvariate(n, 1.0 - p)
        if n * p < 10.0:
            return self._binomial_by_gaps(n, p)
        return self._binomial_by_rejection(n, p)

    def _binomial_by_gaps(self, n, p):
        # Devroye: the trials between two successes have a geometric distribution.
        successes = trials = 0
        c = _log2(1.0 - p)
        if not c:
            return 0
        while True:
            trials += _floor(_log2(self.random()) / c) + 1
            if trials > n:
                return successes
            successes += 1

    def _binomial_by_rejection(self, n, p):
        # Hoermann 1993: transformed rejection with squeeze (BTRS).
        deviation = _sqrt(n * p * (1.0 - p))
        b = 1.15 + 2.53 * deviation
        a = -0.0873 + 0.0248 * b + 0.01 * p
        c = n * p + 0.5
        vr = 0.92 - 4.2 / b
        alpha = (2.83 + 5.1 / b) * deviation
        odds = mode = h = None
        while True:
            u = self.random() - 0.5
            us = 0.5 - _fabs(u)
            k = _floor((2.0 * a / us + b) * u + c)
            if k < 0 or k > n:
                continue
            v = self.random()
            if us >= 0.07 and v <= vr:
                return k
            if h is None:
                odds = _log(p / (1.0 - p))
                mode = _floor((n + 1) * p)
                h = _lgamma(mode + 1) + _lgamma(n - mode + 1)
            v *= alpha / (a / (us * us) + b)
            if _log(v) <= h - _lgamma(k + 1) - _lgamma(n - k + 1) + (k - mode) * odds:
                return k

    def betavariate(self, alpha, beta):
        """Beta distribution."""
        y = self.gammavariate(alpha, 1.0)
        return y / (y + self.gammavariate(beta, 1.0)) if y else 0.0


class SystemRandom(Random):
    """Random numbers from the system, which have no state."""

    def random(self):
        """A number in [0, 1)."""
        return (int.from_bytes(_entropy(7)) >> 3) * RECIP_BPF

    def getrandbits(self, k):
        """An int of k random bits."""
        if k < 0:
            raise ValueError('number of bits must be non-negative')
        count = (k + 7) // 8
        return int.from_bytes(_entropy(count)) >> (count * 8 - k)

    def randbytes(self, n):
        """n random bytes."""
        return _entropy(n)

    def seed(self, *args, **kwds):
        """There is nothing to seed."""
        return None

    def _notimplemented(self, *args, **kwds):
        raise NotImplementedError('System entropy source does not have state.')

    getstate = setstate = _notimplemented


_shared = Random()
seed = _after_fork = _shared.seed
random = _shared.random
uniform = _shared.uniform
triangular = _shared.triangular
randint = _shared.randint
choice = _shared.choice
randrange = _shared.randrange
sample = _shared.sample
shuffle = _shared.shuffle
choices = _shared.choices
normalvariate = _shared.normalvariate
lognormvariate = _shared.lognormvariate
expovariate = _shared.expovariate
gammavariate = _shared.gammavariate
gauss = _shared.gauss
betavariate = _shared.betavariate
paretovariate = _shared.paretovariate
weibullvariate = _shared.weibullvariate
getstate = _shared.getstate
setstate = _shared.setstate
getrandbits = _shared.getrandbits
randbytes = _shared.randbytes
vonmisesvariate = _shared.vonmisesvariate
binomialvariate = _shared.binomialvariate
