"""The scopes of a source, and what the names in them mean."""

import weakref
from enum import StrEnum

import _symtable
from _symtable import (USE, DEF_GLOBAL, DEF_NONLOCAL, DEF_LOCAL, DEF_PARAM, DEF_IMPORT, DEF_BOUND,
                       DEF_ANNOT, SCOPE_OFF, SCOPE_MASK, FREE, LOCAL, GLOBAL_IMPLICIT,
                       GLOBAL_EXPLICIT, CELL)

__all__ = ['symtable', 'SymbolTableType', 'SymbolTable', 'Class', 'Function', 'Symbol']

_SCOPES = {
    LOCAL: 'LOCAL',
    GLOBAL_EXPLICIT: 'GLOBAL_EXPLICIT',
    GLOBAL_IMPLICIT: 'GLOBAL_IMPLICIT',
    FREE: 'FREE',
    CELL: 'CELL',
}
_FLAGS = {
    'USE': USE,
    'DEF_GLOBAL': DEF_GLOBAL,
    'DEF_NONLOCAL': DEF_NONLOCAL,
    'DEF_LOCAL': DEF_LOCAL,
    'DEF_PARAM': DEF_PARAM,
    'DEF_IMPORT': DEF_IMPORT,
    'DEF_ANNOT': DEF_ANNOT,
}


def _scope_of(flags):
    return flags >> SCOPE_OFF & SCOPE_MASK


def symtable(code, filename, compile_type):
    """The scope of a module's source. compile_type is 'exec', 'eval' or 'single'."""
    return _made(_symtable.symtable(code, filename, compile_type), filename)


# Tables that somebody holds, so that the same one comes back.
_known = weakref.WeakValueDictionary()


def _made(entry, filename):
    table = _known.get((entry, filename))
    if table is None:
        cls = {_symtable.TYPE_FUNCTION: Function, _symtable.TYPE_CLASS: Class}
        table = cls.get(entry.type, SymbolTable)(entry, filename)
        _known[entry, filename] = table
    return table


class SymbolTableType(StrEnum):
    """What a scope is the scope of."""

    MODULE = 'module'
    FUNCTION = 'function'
    CLASS = 'class'
    ANNOTATION = 'annotation'
    TYPE_ALIAS = 'type alias'
    TYPE_PARAMETERS = 'type parameters'
    TYPE_VARIABLE = 'type variable'


class SymbolTable:
    """A scope."""

    def __init__(self, raw_table, filename):
        self._table = raw_table
        self._filename = filename
        self._symbols = {}

    def __repr__(self):
        kind = '' if type(self) is SymbolTable else f'{type(self).__name__} '
        if self._table.name == 'top':
            return f'<{kind}SymbolTable for module {self._filename}>'
        return f'<{kind}SymbolTable for {self._table.name} in {self._filename}>'

    def get_type(self):
        """What it is the scope of."""
        kind = self._table.type
        for member in SymbolTableType:
            if kind == getattr(_symtable, f'TYPE_{member.name}'):
                return member
        raise AssertionError(f'unknown type of scope: {kind}')

    def get_id(self):
        """A number that tells it from others."""
        return self._table.id

    def get_name(self):
        """The name of what it is the scope of; 'top' for a module."""
        return self._table.name

    def get_lineno(self):
        """The line where it begins; 0 for a module."""
        return self._table.lineno

    def is_optimized(self):
        """Whether its variables have fixed places, as a function's have."""
        return self._table.type == _symtable.TYPE_FUNCTION

    def is_nested(self):
        """Whether it is inside a function."""
        return bool(self._table.nested)

    def has_children(self):
        """Whether there are scopes inside it."""
        return bool(self._table.children)

    def get_identifiers(self):
        """A view of its names."""
        return self._table.symbols.keys()

    def lookup(self, name):
        """The symbol of a name; KeyError if it does not occur."""
        symbol = self._symbols.get(name)
        if symbol is None:
            flags = self._table.symbols[name]
            namespaces = [child for child in self.get_children() if child.get_name() == name]
            symbol = Symbol(name, flags, namespaces, module_scope=self._table.name == 'top')
            self._symbols[name] = symbol
        return symbol

    def get_symbols(self):
        """The symbols of all its names."""
        return [self.lookup(name) for name in self.get_identifiers()]

    def get_children(self):
        """The scopes inside it."""
        return [_made(entry, self._filename) for entry in self._table.children]

    def _names_where(self, test):
        symbols = self._table.symbols
        return tuple(name for name in symbols if test(symbols[name]))


class Function(SymbolTable):
    """The scope of a function, lambda or generator expression."""

    def get_parameters(self):
        """Names of the parameters."""
        return self._names_where(lambda flags: flags & DEF_PARAM)

    def get_locals(self):
        """Names of the function's own variables."""
        return self._names_where(lambda flags: _scope_of(flags) in (LOCAL, CELL))

    def get_globals(self):
        """Names that are global."""
        return self._names_where(
            lambda flags: _scope_of(flags) in (GLOBAL_IMPLICIT, GLOBAL_EXPLICIT))

    def get_nonlocals(self):
        """Names that a nonlocal statement declares."""
        return self._names_where(lambda flags: flags & DEF_NONLOCAL)

    def get_frees(self):
        """Names of variables of functions around it."""
        return self._names_where(lambda flags: _scope_of(flags) == FREE)


class Class(SymbolTable):
    """The scope of a class."""

    def get_methods(self):
        """Names of the functions that the body defines."""
        names = {}
        for entry in self._table.children:
            name = entry.name
            if _scope_of(self._table.symbols.get(name, 0)) != LOCAL:
                continue
            # Of a generic function, what is inside its type parameters counts.
            generic = entry.type == _symtable.TYPE_TYPE_PARAMETERS
            for each in entry.children if generic else [entry]:
                # A generator expression is named like this, too.
                is_generator = name == 'genexpr' and '.0' in each.varnames
                if each.name == name and each.type == _symtable.TYPE_FUNCTION and not is_generator:
                    names[name] = None
        return tuple(names)


class Symbol:
    """A name in a scope."""

    def __init__(self, name, flags, namespaces=None, *, module_scope=False):
        self._name = name
        self._flags = flags
        self._scope = _scope_of(flags)
        self._namespaces = namespaces or ()
        self._in_module = module_scope

    def __repr__(self):
        return f'<symbol {self._name!r}: {self._scope_str()}, {self._flags_str()}>'

    def _scope_str(self):
        return _SCOPES.get(self._scope) or str(self._scope)

    def _flags_str(self):
        return '|'.join(name for name, bit in _FLAGS.items() if self._flags & bit)

    def get_name(self):
        """The name."""
        return self._name

    def is_referenced(self):
        """Whether its value is used."""
        return bool(self._flags & USE)

    def is_parameter(self):
        """Whether it is a parameter."""
        return bool(self._flags & DEF_PARAM)

    def is_global(self):
        """Whether it is a variable of the module."""
        return self._scope in (GLOBAL_IMPLICIT, GLOBAL_EXPLICIT) or self._is_bound_in_module()

    def is_nonlocal(self):
        """Whether a nonlocal statement declares it."""
        return bool(self._flags & DEF_NONLOCAL)

    def is_declared_global(self):
        """Whether a global statement declares it."""
        return self._scope == GLOBAL_EXPLICIT

    def is_local(self):
        """Whether it is a variable of this scope."""
        return self._scope in (LOCAL, CELL) or self._is_bound_in_module()

    def _is_bound_in_module(self):
        return bool(self._in_module and self._flags & DEF_BOUND)

    def is_annotated(self):
        """Whether it has an annotation."""
        return bool(self._flags & DEF_ANNOT)

    def is_free(self):
        """Whether it is a variable of a function around this scope."""
        return self._scope == FREE

    def is_imported(self):
        """Whether an import binds it."""
        return bool(self._flags & DEF_IMPORT)

    def is_assigned(self):
        """Whether something is assigned to it."""
        return bool(self._flags & DEF_LOCAL)

    def is_namespace(self):
        """Whether a function or class of this name is defined here."""
        return bool(self._namespaces)

    def get_namespaces(self):
        """The scopes of what is defined under this name."""
        return self._namespaces

    def get_namespace(self):
        """The scope of what is defined under this name; ValueError unless it is exactly one."""
        if not self._namespaces:
            raise ValueError('name is not bound to any namespaces')
        if len(self._namespaces) > 1:
            raise ValueError('name is bound to multiple namespaces')
        return self._namespaces[0]


def main(args):
    """Shows the scopes of files, or of the standard input for '-' or no names at all."""
    import sys

    def show(table, depth):
        blanks = '    ' * depth
        nested = 'nested ' if table.is_nested() else ''
        name = f'from file {table._filename!r}' if depth == 0 else repr(table.get_name())
        print(f'{blanks}symbol table for {nested}{table.get_type()} {name}:')
        for symbol in table.get_symbols():
            flags = ', '.join(symbol._flags_str().lower().split('|'))
            print(f'    {blanks}{symbol._scope_str().lower()} symbol {symbol.get_name()!r}: {flags}')
        print()
        for child in table.get_children():
            show(child, depth + 1)

    for name in args or ['-']:
        if name == '-':
            source, name = sys.stdin.read(), '<stdin>'
        else:
            with open(name, 'rb') as file:
                source = file.read()
        show(symtable(source, name, 'exec'), 0)


if __name__ == '__main__':
    import sys
    main(sys.argv[1:])
