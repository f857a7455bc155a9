# A scanner over several patterns; made when a script first asks for it.

from re import _lexicon


class Scanner:
    """Cuts a text into pieces by a list of pairs: a pattern and what to do with its matches."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self.scanner = _lexicon([phrase for phrase, _ in lexicon], flags)

    def scan(self, string):
        """What the actions made of the matches, and the rest that no pattern matches."""
        found = []
        end = 0
        step = self.scanner.scanner(string).match
        while match := step():
            if match.end() == end:
                break
            action = self.lexicon[match.lastindex - 1][1]
            if callable(action):
                self.match = match
                action = action(self, match.group())
            if action is not None:
                found.append(action)
            end = match.end()
        return found, string[end:]
