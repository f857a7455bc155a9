//! Text of a pattern to a tree. Open parentheses are a list, so nesting costs no native stack.

use std::collections::HashMap;

use taipan_engine::object::value::Value;
use taipan_engine::object::vm::Vm;
use taipan_engine::types::exception::{FUTURE_WARNING, OVERFLOW_ERROR, VALUE_ERROR};

use super::charset::Item;
use super::fault::Fault;
use super::reader::{Reader, Token, number};
use super::tree::{Greed, MANY, MOST_GROUPS, Node, Place, Seq, Tree, flag};

/// What a parenthesis was opened for.
enum Open {
    /// The whole pattern.
    All,
    Group {
        number: Option<u32>,
        add: u32,
        remove: u32,
        atomic: bool,
    },
    Look {
        behind: bool,
        negated: bool,
        /// It is not inside of another look back.
        outermost: bool,
    },
    Conditional {
        group: u32,
        yes: Option<Seq>,
    },
}

/// A parenthesis that is still open.
struct Level {
    open: Open,
    /// Where it began.
    start: usize,
    /// Alternatives that are complete, and the one being read.
    alternatives: Vec<Seq>,
    nodes: Vec<Node>,
    /// White space and comments are skipped.
    verbose: bool,
}

pub(super) struct Parser<'a> {
    pub reader: Reader<'a>,
    pub tree: Tree,
    pub names: Vec<(Value, u32)>,
    by_name: HashMap<Vec<u32>, u32>,
    /// The flags of the whole pattern.
    pub flags: u32,
    levels: Vec<Level>,
    /// Where groups were mentioned that may not exist.
    mentioned: Vec<(u32, usize)>,
    /// How many groups there were when the outermost look back began.
    groups_before_look: Option<usize>,
}

/// A parsed pattern.
pub(super) struct Parsed {
    pub tree: Tree,
    pub root: Seq,
    pub flags: u32,
    /// Names of groups with their numbers, in order.
    pub names: Vec<(Value, u32)>,
}

/// Parses a pattern, a str or bytes-like.
pub(super) fn parse(vm: &Vm, source: &Value, flags: u32) -> Result<Parsed, Fault> {
    let reader = Reader::new(vm, source)?;
    let mut parser = Parser {
        reader,
        tree: Tree::new(0),
        names: Vec::new(),
        by_name: HashMap::new(),
        flags,
        levels: Vec::new(),
        mentioned: Vec::new(),
        groups_before_look: None,
    };
    let root = parser.run()?;
    let Parser { tree, names, flags, .. } = parser;
    Ok(Parsed { tree, root, flags, names })
}

/// The flags with the one for the alphabet that the kind of pattern implies.
fn settled(vm: &Vm, is_text: bool, flags: u32) -> Result<u32, Fault> {
    let wrong = |text: &str| Err(Fault::Other(vm.raise(&VALUE_ERROR, text)));
    if is_text {
        return match flags & flag::ALPHABET {
            all if all & flag::LOCALE != 0 => wrong("cannot use LOCALE flag with a str pattern"),
            0 => Ok(flags | flag::UNICODE),
            flag::ASCII | flag::UNICODE => Ok(flags),
            _ => wrong("ASCII and UNICODE flags are incompatible"),
        };
    }
    match flags & flag::ALPHABET {
        all if all & flag::UNICODE != 0 => wrong("cannot use UNICODE flag with a bytes pattern"),
        0 | flag::ASCII | flag::LOCALE => Ok(flags),
        _ => wrong("ASCII and LOCALE flags are incompatible"),
    }
}

fn flag_of(c: char) -> Option<u32> {
    Some(match c {
        'i' => flag::IGNORECASE,
        'L' => flag::LOCALE,
        'm' => flag::MULTILINE,
        's' => flag::DOTALL,
        'x' => flag::VERBOSE,
        'a' => flag::ASCII,
        'u' => flag::UNICODE,
        _ => return None,
    })
}

impl Parser<'_> {
    fn run(&mut self) -> Result<Seq, Fault> {
        let verbose = self.flags & flag::VERBOSE != 0;
        self.levels.push(Level {
            open: Open::All,
            start: 0,
            alternatives: Vec::new(),
            nodes: Vec::new(),
            verbose,
        });
        loop {
            let at_end = match self.reader.peek() {
                None => true,
                Some(token) => token.is(')'),
            };
            if !at_end {
                self.step()?;
                continue;
            }
            let Some(level) = self.levels.pop() else { continue };
            if self.levels.is_empty() {
                let root = self.body(level.alternatives, level.nodes);
                self.finish()?;
                return Ok(root);
            }
            self.close(level)?;
        }
    }

    /// What can be said once everything has been read.
    fn finish(&mut self) -> Result<(), Fault> {
        self.flags = settled(self.reader.vm, self.reader.is_text, self.flags)?;
        if self.reader.peek().is_some() {
            return Err(self.reader.wrong("unbalanced parenthesis", 0));
        }
        let groups = self.tree.groups.len();
        match self.mentioned.iter().find(|(group, _)| *group as usize >= groups) {
            Some((group, at)) => Err(Fault::at(format!("invalid group reference {group}"), *at)),
            None => Ok(()),
        }
    }

    /// Alternatives as one sequence.
    fn body(&mut self, mut alternatives: Vec<Seq>, nodes: Vec<Node>) -> Seq {
        let last = self.tree.add(nodes);
        if alternatives.is_empty() {
            return last;
        }
        alternatives.push(last);
        self.tree.add(vec![Node::Branch(alternatives)])
    }

    /// The level being read. There is one until the end.
    fn level(&mut self) -> &mut Level {
        let Some(level) = self.levels.last_mut() else { unreachable!("a pattern has a level") };
        level
    }

    fn push(&mut self, node: Node) {
        self.level().nodes.push(node);
    }

    /// Reads one token that does not close a parenthesis, and what belongs to it.
    fn step(&mut self) -> Result<(), Fault> {
        if self.reader.next_is('|') {
            return self.alternative();
        }
        let Some(token) = self.reader.take()? else { return Ok(()) };
        let c = match token {
            Token::Escape(point) => {
                let node = self.escape(point)?;
                self.push(node);
                return Ok(());
            }
            Token::Char(_) => token.ascii(),
        };
        if self.level().verbose {
            match c {
                Some(' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c') => return Ok(()),
                Some('#') => return self.skip_line(),
                _ => {}
            }
        }
        match c {
            Some('[') => self.set(),
            Some(c @ ('*' | '+' | '?' | '{')) => self.repeat(c),
            Some('.') => {
                self.push(Node::Any);
                Ok(())
            }
            Some('(') => self.open(),
            Some('^') => {
                self.push(Node::Place(Place::Begin));
                Ok(())
            }
            Some('$') => {
                self.push(Node::Place(Place::End));
                Ok(())
            }
            _ => {
                let Token::Char(point) = token else { return Ok(()) };
                self.push(Node::Literal(point));
                Ok(())
            }
        }
    }

    fn skip_line(&mut self) -> Result<(), Fault> {
        while let Some(token) = self.reader.take()? {
            if token.is('\n') {
                break;
            }
        }
        Ok(())
    }

    /// At a `|`.
    fn alternative(&mut self) -> Result<(), Fault> {
        let nodes = std::mem::take(&mut self.level().nodes);
        let done = self.tree.add(nodes);
        let Some(level) = self.levels.last_mut() else { return Ok(()) };
        match &mut level.open {
            Open::Conditional { yes: Some(_), .. } => {
                let text = "conditional backref with more than two branches";
                return Err(self.reader.wrong(text, 0));
            }
            Open::Conditional { yes, .. } => *yes = Some(done),
            Open::All | Open::Group { .. } | Open::Look { .. } => level.alternatives.push(done),
        }
        self.reader.take()?;
        Ok(())
    }

    /// At the `)` of a level, or at the end of the text.
    fn close(&mut self, level: Level) -> Result<(), Fault> {
        let Level { open, start, alternatives, nodes, .. } = level;
        if let Open::Look { behind: true, outermost: true, .. } = open {
            self.groups_before_look = None;
        }
        if !self.reader.accept(')')? {
            return Err(Fault::at("missing ), unterminated subpattern", start));
        }
        let empty = nodes.is_empty() && alternatives.is_empty();
        let body = self.body(alternatives, nodes);
        let node = match open {
            Open::All => return Ok(()),
            Open::Group { atomic: true, .. } => Node::Atomic(body),
            Open::Group { number, add, remove, .. } => {
                let width = self.tree.width(body);
                let place = number.and_then(|n| self.tree.groups.get_mut(n as usize));
                place.into_iter().for_each(|place| *place = Some(width));
                Node::Group { number, add, remove, body }
            }
            Open::Look { negated: true, .. } if empty => Node::Fail,
            Open::Look { behind, negated, .. } => Node::Look { body, behind, negated },
            Open::Conditional { group, yes: Some(yes) } => {
                Node::Conditional { group, yes, no: Some(body) }
            }
            Open::Conditional { group, yes: None } => {
                Node::Conditional { group, yes: body, no: None }
            }
        };
        self.push(node);
        Ok(())
    }

    fn enter(&mut self, open: Open, start: usize, verbose: bool) -> Result<(), Fault> {
        // A list in memory instead of the stack: as long as there is some.
        if self.levels.len() == self.levels.capacity()
            && !self.reader.vm.heap.allows(self.levels.len() * 2 * size_of::<Level>())
        {
            return Err(Fault::Other(self.reader.vm.memory_error()));
        }
        self.levels.push(Level {
            open,
            start,
            alternatives: Vec::new(),
            nodes: Vec::new(),
            verbose,
        });
        Ok(())
    }

    /// Behind a `(`.
    fn open(&mut self) -> Result<(), Fault> {
        let start = self.reader.tell() - 1;
        let verbose = self.level().verbose;
        if !self.reader.accept('?')? {
            return self.open_group(None, start, verbose);
        }
        let Some(token) = self.reader.take()? else { return Err(self.ended()) };
        match token.ascii() {
            Some('P') => self.named(start, verbose),
            Some(':') => self.open_plain(start, verbose, 0, 0, false),
            Some('>') => self.open_plain(start, verbose, 0, 0, true),
            Some('#') => self.comment(start),
            Some('=') => self.open_look(start, verbose, false, false),
            Some('!') => self.open_look(start, verbose, false, true),
            Some('<') => {
                let Some(token) = self.reader.take()? else { return Err(self.ended()) };
                match token.ascii() {
                    Some('=') => self.open_look(start, verbose, true, false),
                    Some('!') => self.open_look(start, verbose, true, true),
                    _ => Err(self.unknown_extension("?<", token, 1)),
                }
            }
            Some('(') => self.open_conditional(start, verbose),
            Some(c) if c == '-' || flag_of(c).is_some() => self.open_flags(c, start, verbose),
            _ => Err(self.unknown_extension("?", token, 1)),
        }
    }

    fn ended(&self) -> Fault {
        self.reader.wrong("unexpected end of pattern", 0)
    }

    fn unknown_extension(&self, front: &str, token: Token, more: usize) -> Fault {
        let mut points = Vec::new();
        token.push(&mut points);
        let text = format!("unknown extension {front}{}", super::reader::shown(&points));
        let more = more + front.len() - 1;
        self.reader.wrong(text, token.len() + more)
    }

    fn comment(&mut self, start: usize) -> Result<(), Fault> {
        loop {
            match self.reader.peek() {
                None => return Err(Fault::at("missing ), unterminated comment", start)),
                Some(_) => {
                    if self.reader.take()?.is_some_and(|token| token.is(')')) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Behind `(?P`.
    fn named(&mut self, start: usize, verbose: bool) -> Result<(), Fault> {
        if self.reader.accept('<')? {
            let name = self.reader.take_until('>', "group name")?;
            self.reader.check_name(&name, 1)?;
            return self.open_group(Some(name), start, verbose);
        }
        if self.reader.accept('=')? {
            let name = self.reader.take_until(')', "group name")?;
            self.reader.check_name(&name, 1)?;
            let group = self.group_named(&name)?;
            let node = self.refer(group, name.len() + 1)?;
            self.push(node);
            return Ok(());
        }
        match self.reader.take()? {
            Some(token) => Err(self.unknown_extension("?P", token, 1)),
            None => Err(self.ended()),
        }
    }

    fn group_named(&self, name: &[u32]) -> Result<u32, Fault> {
        match self.by_name.get(name) {
            Some(group) => Ok(*group),
            None => {
                let text = format!("unknown group name {}", self.reader.repr(name)?);
                Err(self.reader.wrong(text, name.len() + 1))
            }
        }
    }

    /// A reference to a group that has been opened; it began so many characters ago.
    pub(super) fn refer(&self, group: u32, ago: usize) -> Result<Node, Fault> {
        if !self.is_complete(group) {
            return Err(self.reader.wrong("cannot refer to an open group", ago));
        }
        self.check_look_back(group)?;
        Ok(Node::Reference(group))
    }

    fn is_complete(&self, group: u32) -> bool {
        self.tree.groups.get(group as usize).is_some_and(Option::is_some)
    }

    /// Within a look back, groups from outside can be asked, and no others.
    fn check_look_back(&self, group: u32) -> Result<(), Fault> {
        let Some(before) = self.groups_before_look else { return Ok(()) };
        if !self.is_complete(group) {
            return Err(self.reader.wrong("cannot refer to an open group", 0));
        }
        if group as usize >= before {
            let text = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.reader.wrong(text, 0));
        }
        Ok(())
    }

    fn open_group(
        &mut self,
        name: Option<Vec<u32>>,
        start: usize,
        verbose: bool,
    ) -> Result<(), Fault> {
        let number = self.tree.groups.len() as u32;
        if u64::from(number) >= MOST_GROUPS {
            return Err(self.reader.wrong("too many groups", 0));
        }
        self.tree.groups.push(None);
        if let Some(name) = name {
            if let Some(known) = self.by_name.get(&name) {
                let text = format!(
                    "redefinition of group name {} as group {number}; was group {known}",
                    self.reader.repr(&name)?
                );
                return Err(self.reader.wrong(text, name.len() + 1));
            }
            self.names.push((self.reader.text(&name), number));
            self.by_name.insert(name, number);
        }
        let open = Open::Group { number: Some(number), add: 0, remove: 0, atomic: false };
        self.enter(open, start, verbose)
    }

    fn open_plain(
        &mut self,
        start: usize,
        verbose: bool,
        add: u32,
        remove: u32,
        atomic: bool,
    ) -> Result<(), Fault> {
        let verbose = (verbose || add & flag::VERBOSE != 0) && remove & flag::VERBOSE == 0;
        self.enter(Open::Group { number: None, add, remove, atomic }, start, verbose)
    }

    fn open_look(
        &mut self,
        start: usize,
        verbose: bool,
        behind: bool,
        negated: bool,
    ) -> Result<(), Fault> {
        let outermost = behind && self.groups_before_look.is_none();
        if outermost {
            self.groups_before_look = Some(self.tree.groups.len());
        }
        self.enter(Open::Look { behind, negated, outermost }, start, verbose)
    }

    /// Behind `(?(`.
    fn open_conditional(&mut self, start: usize, verbose: bool) -> Result<(), Fault> {
        let name = self.reader.take_until(')', "group name")?;
        let is_number = name.iter().all(|p| (0x30..0x3a).contains(p));
        let group = if is_number {
            let wide = number(&name, 10);
            if wide == Some(0) {
                return Err(self.reader.wrong("bad group number", name.len() + 1));
            }
            let Some(group) = wide.filter(|g| *g < MOST_GROUPS) else {
                let digits = super::reader::shown(&name);
                let digits = digits.trim_start_matches('0');
                let text = format!("invalid group reference {digits}");
                return Err(self.reader.wrong(text, name.len() + 1));
            };
            let group = group as u32;
            if !self.mentioned.iter().any(|(known, _)| *known == group) {
                self.mentioned.push((group, self.reader.tell() - name.len() - 1));
            }
            group
        } else {
            self.reader.check_name(&name, 1)?;
            self.group_named(&name)?
        };
        self.check_look_back(group)?;
        self.enter(Open::Conditional { group, yes: None }, start, verbose)
    }

    /// Behind `(?` and the first letter of flags.
    fn open_flags(&mut self, first: char, start: usize, verbose: bool) -> Result<(), Fault> {
        let (mut add, mut remove) = (0, 0);
        let mut c = first;
        if c != '-' {
            loop {
                add |= self.added_flag(c, add)?;
                c = self.flag_letter("missing -, : or )", ")-:")?;
                if matches!(c, ')' | '-' | ':') {
                    break;
                }
            }
        }
        if c == ')' {
            self.flags |= add;
            let flags = self.flags;
            let is_first = self.levels.len() == 1;
            let level = self.level();
            if !is_first || !level.alternatives.is_empty() || !level.nodes.is_empty() {
                let text = "global flags not at the start of the expression";
                return Err(Fault::at(text, start));
            }
            level.verbose = flags & flag::VERBOSE != 0;
            return Ok(());
        }
        if c == '-' {
            c = self.flag_letter("missing flag", "")?;
            loop {
                let one = flag_of(c).unwrap_or(0);
                if one & flag::ALPHABET != 0 {
                    let text = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                    return Err(self.reader.wrong(text, 0));
                }
                remove |= one;
                c = self.flag_letter("missing :", ":")?;
                if c == ':' {
                    break;
                }
            }
        }
        if add & remove != 0 {
            return Err(self.reader.wrong("bad inline flags: flag turned on and off", 1));
        }
        self.open_plain(start, verbose, add, remove, false)
    }

    /// The flag of a letter that is turned on.
    fn added_flag(&self, c: char, known: u32) -> Result<u32, Fault> {
        let one = flag_of(c).unwrap_or(0);
        let wrong = match c {
            'L' if self.reader.is_text => "cannot use 'L' flag with a str pattern",
            'u' if !self.reader.is_text => "cannot use 'u' flag with a bytes pattern",
            _ if one & flag::ALPHABET != 0 && (known | one) & flag::ALPHABET != one => {
                "flags 'a', 'u' and 'L' are incompatible"
            }
            _ => return Ok(one),
        };
        Err(self.reader.wrong(format!("bad inline flags: {wrong}"), 0))
    }

    /// The letter of a flag, or one of the marks.
    fn flag_letter(&mut self, missing: &str, marks: &str) -> Result<char, Fault> {
        let Some(token) = self.reader.take()? else { return Err(self.reader.wrong(missing, 0)) };
        let c = token.ascii();
        if let Some(c) = c.filter(|c| marks.contains(*c) || flag_of(*c).is_some()) {
            return Ok(c);
        }
        let is_letter = match token {
            Token::Char(point) => taipan_engine::types::unicode::properties(point).is_alpha(),
            Token::Escape(_) => false,
        };
        let text = if is_letter { "unknown flag" } else { missing };
        Err(self.reader.wrong(text, token.len()))
    }

    /// Behind a `[`.
    fn set(&mut self) -> Result<(), Fault> {
        let here = self.reader.tell() - 1;
        let mut items: Vec<Item> = Vec::new();
        if self.reader.next_is('[') {
            self.warn(format!("Possible nested set at position {}", self.reader.tell()))?;
        }
        let negated = self.reader.accept('^')?;
        let unterminated = || Fault::at("unterminated character set", here);
        loop {
            let this = self.reader.take()?.ok_or_else(unterminated)?;
            if this.is(']') && !items.is_empty() {
                break;
            }
            if let Some(c) = this.ascii().filter(|c| "-&~|".contains(*c) && !items.is_empty())
                && self.reader.next_is(c)
            {
                let what = match c {
                    '-' => "difference",
                    '&' => "intersection",
                    '~' => "symmetric difference",
                    _ => "union",
                };
                let at = self.reader.tell() - 1;
                self.warn(format!("Possible set {what} at position {at}"))?;
            }
            let first = self.member(this)?;
            if !self.reader.accept('-')? {
                items.push(first);
                continue;
            }
            let that = self.reader.take()?.ok_or_else(unterminated)?;
            if that.is(']') {
                items.extend([first, Item::One(u32::from(b'-'))]);
                break;
            }
            if that.is('-') {
                let at = self.reader.tell() - 2;
                self.warn(format!("Possible set difference at position {at}"))?;
            }
            let second = self.member(that)?;
            match (first, second) {
                (Item::One(low), Item::One(high)) if low <= high => {
                    items.push(Item::Range(low, high));
                }
                _ => return Err(self.bad_range(this, that)),
            }
        }
        let node = match (items.as_slice(), negated) {
            ([Item::One(point)], false) => Node::Literal(*point),
            _ => Node::Set { items, negated },
        };
        self.push(node);
        Ok(())
    }

    fn member(&mut self, token: Token) -> Result<Item, Fault> {
        match token {
            Token::Char(point) => Ok(Item::One(point)),
            Token::Escape(point) => super::escapes::in_set(&mut self.reader, point),
        }
    }

    fn bad_range(&self, this: Token, that: Token) -> Fault {
        let mut points = Vec::new();
        this.push(&mut points);
        points.push(u32::from(b'-'));
        that.push(&mut points);
        let text = format!("bad character range {}", super::reader::shown(&points));
        self.reader.wrong(text, points.len())
    }

    fn warn(&self, text: String) -> Result<(), Fault> {
        Ok(self.reader.vm.warn(&FUTURE_WARNING, &text)?)
    }

    /// Behind a `*`, `+`, `?` or `{`.
    fn repeat(&mut self, c: char) -> Result<(), Fault> {
        let here = self.reader.tell();
        let (least, most) = match c {
            '?' => (0, 1),
            '*' => (0, MANY),
            '+' => (1, MANY),
            _ => match self.counts(here)? {
                Some(counts) => counts,
                None => {
                    self.push(Node::Literal(u32::from(b'{')));
                    return Ok(());
                }
            },
        };
        let mistake = match self.level().nodes.last() {
            None | Some(Node::Place(_)) => Some("nothing to repeat"),
            Some(Node::Repeat { .. }) => Some("multiple repeat"),
            Some(_) => None,
        };
        if let Some(mistake) = mistake {
            return Err(Fault::at(mistake, here - 1));
        }
        let greed = if self.reader.accept('?')? {
            Greed::Lazy
        } else if self.reader.accept('+')? {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        let Some(node) = self.level().nodes.pop() else { return Ok(()) };
        let body = match node.plain_group() {
            Some(body) => body,
            None => self.tree.add(vec![node]),
        };
        self.push(Node::Repeat { body, least, most, greed });
        Ok(())
    }

    /// The numbers behind a `{`; `None`, and nothing taken, if it is an ordinary character.
    fn counts(&mut self, here: usize) -> Result<Option<(u32, u32)>, Fault> {
        if self.reader.next_is('}') {
            return Ok(None);
        }
        let (mut low, mut high) = (Vec::new(), Vec::new());
        self.reader.take_while(usize::MAX, |c| c.is_ascii_digit(), &mut low)?;
        if self.reader.accept(',')? {
            self.reader.take_while(usize::MAX, |c| c.is_ascii_digit(), &mut high)?;
        } else {
            high.clone_from(&low);
        }
        if !self.reader.accept('}')? {
            self.reader.seek(here);
            return Ok(None);
        }
        let least = if low.is_empty() { 0 } else { self.count(&low)? };
        let most = if high.is_empty() { MANY } else { self.count(&high)? };
        if most < least {
            return Err(Fault::at("min repeat greater than max repeat", here));
        }
        Ok(Some((least, most)))
    }

    fn count(&self, digits: &[u32]) -> Result<u32, Fault> {
        let value = number(digits, 10).and_then(|n| u32::try_from(n).ok()).filter(|n| *n < MANY);
        value.ok_or_else(|| {
            let text = "the repetition number is too large";
            Fault::Other(self.reader.vm.raise(&OVERFLOW_ERROR, text))
        })
    }
}
