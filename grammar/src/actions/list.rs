//! Lists as the parser grows them: one cell per item, so that a list is one word while it grows and
//! becomes a slice when it is complete. Knows no syntax.

use crate::ast::Arena;

/// The last cell of a list that was built from left to right.
pub(crate) type List<'a, T> = Option<&'a Cell<'a, T>>;

/// An item and what came before it.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a, T> {
    item: T,
    before: List<'a, T>,
    length: u32,
}

/// The list with one more item at its end.
pub(crate) fn push<'a, T: Copy>(arena: &'a Arena, list: List<'a, T>, item: T) -> List<'a, T> {
    let length = list.map_or(0, |cell| cell.length) + 1;
    Some(arena.alloc(Cell { item, before: list, length }))
}

/// The list with one more item at its start; takes time in its length.
pub(crate) fn prepend<'a, T: Copy>(arena: &'a Arena, item: T, list: List<'a, T>) -> List<'a, T> {
    let items = to_slice(arena, list, |item| item);
    let start = push(arena, None, item);
    items.iter().fold(start, |list, &item| push(arena, list, item))
}

/// The items in order, each turned into what the tree holds.
pub(crate) fn to_slice<'a, T: Copy, U: Copy>(
    arena: &'a Arena,
    list: List<'a, T>,
    convert: impl Fn(T) -> U,
) -> &'a [U] {
    let Some(last) = list else {
        return &[];
    };
    let items = arena.alloc_filled(last.length as usize, convert(last.item));
    let mut cell = Some(last);
    for place in items.iter_mut().rev() {
        if let Some(Cell { item, before, .. }) = cell {
            *place = convert(*item);
            cell = *before;
        }
    }
    items
}

/// The items from last to first.
pub(crate) fn backwards<'a, T: Copy>(list: List<'a, T>) -> impl Iterator<Item = T> {
    let mut next = list;
    std::iter::from_fn(move || {
        let cell = next?;
        next = cell.before;
        Some(cell.item)
    })
}

/// How many items there are.
pub(crate) fn length<T>(list: List<'_, T>) -> usize {
    list.map_or(0, |cell| cell.length as usize)
}
