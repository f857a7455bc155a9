# Random changes of valid trees, from a fixed seed.

import ast
import random


def nodes_of(tree):
    """All nodes that are reached, each once, whatever a change has done to the tree."""
    seen, waiting = [], [tree]
    known = set()
    while waiting:
        node = waiting.pop()
        if id(node) in known:
            continue
        known.add(id(node))
        if isinstance(node, list):
            waiting += [item for item in node if isinstance(item, (ast.AST, list))]
        elif isinstance(node, ast.AST):
            seen.append(node)
            waiting += [v for v in vars(node).values() if isinstance(v, (ast.AST, list))]
    return seen


NAMES = ['x', '', 'None', 'a.b', '.type_params', '.0', '__class__', '__debug__', 'é', '__x', '*',
         '__classdict__', 'super', '_']
VALUES = [None, True, 0, 1, -1, 3, 2**31 - 1, -2**31, 2**70, -2**70, 1.5, 2j, 1 + 2j, 'text', b'bytes',
          ..., (), (1, (2, frozenset([3]))), [], {}, object, '\ud800']


def random_value(rng, pool):
    choice = rng.random()
    if choice < 0.45:
        return rng.choice(pool)
    if choice < 0.6:
        return [rng.choice(pool) for _ in range(rng.randrange(4))]
    if choice < 0.75:
        return rng.choice(NAMES)
    return rng.choice(VALUES)


def mutate(rng, tree, pool):
    node = rng.choice(nodes_of(tree))
    names = [*node._fields, *node._attributes]
    if not names:
        return
    name = rng.choice(node._fields or names) if rng.random() < 0.9 else rng.choice(names)
    old = getattr(node, name, None)
    action = rng.random()
    if isinstance(old, list) and action < 0.5:
        if action < 0.15 and old:
            del old[rng.randrange(len(old))]
        elif action < 0.3 and old:
            old.append(rng.choice(old))
        else:
            old.insert(rng.randrange(len(old) + 1), random_value(rng, pool))
    elif action < 0.55 and name in vars(node):
        delattr(node, name)
    elif isinstance(old, ast.AST) and action < 0.85:
        same = [n for n in pool if type(n).__base__ is type(old).__base__]
        setattr(node, name, rng.choice(same) if same else rng.choice(pool))
    elif isinstance(old, str) and action < 0.9:
        setattr(node, name, rng.choice(NAMES))
    else:
        setattr(node, name, random_value(rng, pool))
