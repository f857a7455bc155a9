//! A pattern as a tree: sequences of nodes in one arena, so that no depth of nesting is too much.

use super::charset::Item;

/// Flags of patterns, with the numbers that scripts see.
pub(super) mod flag {
    pub(crate) const IGNORECASE: u32 = 2;
    pub(crate) const LOCALE: u32 = 4;
    pub(crate) const MULTILINE: u32 = 8;
    pub(crate) const DOTALL: u32 = 16;
    pub(crate) const UNICODE: u32 = 32;
    pub(crate) const VERBOSE: u32 = 64;
    pub(crate) const DEBUG: u32 = 128;
    pub(crate) const ASCII: u32 = 256;
    /// Of these a pattern has one.
    pub(crate) const ALPHABET: u32 = ASCII | LOCALE | UNICODE;
}

/// A sequence of nodes in the arena.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Seq(pub u32);

/// "Any number of times", and the first number that is too large.
pub(super) const MANY: u32 = u32::MAX;

/// Group numbers stay below.
pub(super) const MOST_GROUPS: u64 = (1 << 30) - 1;

/// A place between characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// `^`
    Begin,
    /// `\A`
    BeginOfText,
    /// `$`
    End,
    /// `\Z`
    EndOfText,
    /// `\b` and `\B`
    Boundary { negated: bool },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    Literal(u32),
    Any,
    Set {
        items: Vec<Item>,
        negated: bool,
    },
    Place(Place),
    Reference(u32),
    Repeat {
        body: Seq,
        least: u32,
        most: u32,
        greed: Greed,
    },
    Group {
        number: Option<u32>,
        add: u32,
        remove: u32,
        body: Seq,
    },
    Atomic(Seq),
    Look {
        body: Seq,
        behind: bool,
        negated: bool,
    },
    Conditional {
        group: u32,
        yes: Seq,
        no: Option<Seq>,
    },
    Branch(Vec<Seq>),
    /// Never matches.
    Fail,
}

impl Node {
    /// Whether it is parentheses that do nothing but hold together.
    pub(super) fn plain_group(&self) -> Option<Seq> {
        match self {
            Node::Group { number: None, add: 0, remove: 0, body } => Some(*body),
            _ => None,
        }
    }
}

/// How many characters something matches, least and most.
pub(super) type Width = (u64, u64);

#[derive(Debug)]
pub(super) struct Tree {
    seqs: Vec<(Vec<Node>, Width)>,
    /// Widths of groups that are complete, by their number; group 0 never is.
    pub groups: Vec<Option<Width>>,
}

impl Tree {
    /// An empty one with room for the widths of groups 1 to `groups`.
    pub(super) fn new(groups: usize) -> Tree {
        Tree { seqs: Vec::new(), groups: vec![None; groups + 1] }
    }

    pub(super) fn nodes(&self, seq: Seq) -> &[Node] {
        self.seqs.get(seq.0 as usize).map_or(&[], |(nodes, _)| nodes)
    }

    pub(super) fn width(&self, seq: Seq) -> Width {
        self.seqs.get(seq.0 as usize).map_or((0, 0), |(_, width)| *width)
    }

    /// Keeps a complete sequence.
    pub(super) fn add(&mut self, nodes: Vec<Node>) -> Seq {
        let width = nodes.iter().fold((0, 0), |(low, high): Width, node| {
            let (least, most) = self.node_width(node);
            (low.saturating_add(least), high.saturating_add(most))
        });
        self.seqs.push((nodes, width));
        Seq((self.seqs.len() - 1) as u32)
    }

    /// Takes over another tree, its groups behind those that are here; where its root is now.
    pub(super) fn take_in(&mut self, other: Tree, root: Seq) -> Seq {
        let (seqs, groups) = (self.seqs.len() as u32, self.groups.len() as u32 - 1);
        self.groups.extend(other.groups.into_iter().skip(1));
        let moved = |seq: &mut Seq| seq.0 += seqs;
        for (mut nodes, width) in other.seqs {
            for node in &mut nodes {
                match node {
                    Node::Literal(_)
                    | Node::Any
                    | Node::Set { .. }
                    | Node::Place(_)
                    | Node::Fail => {}
                    Node::Reference(group) => *group += groups,
                    Node::Group { number, body, .. } => {
                        moved(body);
                        number.iter_mut().for_each(|number| *number += groups);
                    }
                    Node::Repeat { body, .. } | Node::Atomic(body) | Node::Look { body, .. } => {
                        moved(body);
                    }
                    Node::Conditional { group, yes, no } => {
                        *group += groups;
                        moved(yes);
                        no.iter_mut().for_each(moved);
                    }
                    Node::Branch(all) => all.iter_mut().for_each(moved),
                }
            }
            self.seqs.push((nodes, width));
        }
        Seq(root.0 + seqs)
    }

    fn node_width(&self, node: &Node) -> Width {
        match node {
            Node::Literal(_) | Node::Any | Node::Set { .. } => (1, 1),
            Node::Place(_) | Node::Look { .. } | Node::Fail => (0, 0),
            Node::Reference(group) => {
                self.groups.get(*group as usize).copied().flatten().unwrap_or((0, 0))
            }
            Node::Repeat { body, least, most, .. } => {
                let (low, high) = self.width(*body);
                let many = match *most {
                    MANY if high > 0 => u64::MAX,
                    most => high.saturating_mul(u64::from(most)),
                };
                (low.saturating_mul(u64::from(*least)), many)
            }
            Node::Group { body, .. } | Node::Atomic(body) => self.width(*body),
            Node::Conditional { yes, no, .. } => {
                self.widest(&[Some(*yes), *no].map(|s| s.map_or((0, 0), |s| self.width(s))))
            }
            Node::Branch(all) => {
                let widths: Vec<Width> = all.iter().map(|s| self.width(*s)).collect();
                self.widest(&widths)
            }
        }
    }

    fn widest(&self, widths: &[Width]) -> Width {
        let least = widths.iter().map(|w| w.0).min().unwrap_or(0);
        (least, widths.iter().map(|w| w.1).max().unwrap_or(0))
    }
}
