//! How a report reads. Every task is shown once, below the task that waits for it; tasks that wait alike
//! are counted; what is too much is cut off and said to be.

use std::fmt::Write;

use super::Place;
use super::graph::{Graph, HeldBy, Node};
use super::waits::What;
use crate::aio::task::TaskObject;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// No more tasks are shown.
const MOST_SHOWN: usize = 40;

/// Tasks that are awaited deeper than that are no longer set in.
const DEEPEST: usize = 12;

/// So many circles are spelled out, and so many steps of each.
const MOST_CIRCLES: usize = 3;
const LONGEST_CIRCLE: usize = 8;

impl Graph {
    /// Why nothing can go on. `endless` says that the program waits all the same.
    pub(super) fn report(&self, vm: &Vm, endless: bool) -> String {
        let ending = if endless { "\nOnly Ctrl-C can end this." } else { "" };
        match self.nodes.as_slice() {
            [] => {
                let text = "the event loop waits, and nothing is left that could wake it";
                if endless { format!("{text}; only Ctrl-C can end this.") } else { text.to_owned() }
            }
            [one] => {
                let ctrl_c = if endless { "; only Ctrl-C can end this" } else { "" };
                let (name, coroutine) = (&one.name, &one.waits.coroutine);
                let (what, place) = (self.what(vm, one), at(one.waits.place.as_ref()));
                let mut text = format!(
                    "{name}, {coroutine}(), {what}{place}, and nothing is left that could wake it{ctrl_c}"
                );
                if let Some(excerpt) = one.waits.place.as_ref().and_then(|p| excerpt(vm, p)) {
                    let _ = write!(text, ": {excerpt}");
                }
                text
            }
            nodes => {
                let count = nodes.len() + self.left_out;
                let mut text = format!(
                    "deadlock: {count} tasks wait, and nothing is left that could wake one: no timer, \
                     descriptor, thread, child process or signal handler.\n"
                );
                text.push_str(&self.tree(vm));
                text.push_str(&self.circles_text(vm));
                text + ending.trim_start()
            }
        }
        .trim_end()
        .to_owned()
    }

    /// Tasks that hold what each other waits for, while others go on.
    pub(super) fn report_circle(&self, vm: &Vm) -> String {
        let mut text = match self.nodes.as_slice() {
            [_] => "deadlock: a task waits for a lock that it holds itself.\n".to_owned(),
            nodes => format!(
                "deadlock: {} tasks hold the locks that each other waits for.\n",
                nodes.len()
            ),
        };
        text.push_str(&self.tree(vm));
        text.push_str(&self.circles_text(vm));
        text + "Only cancelling one of them can end this."
    }

    /// The tasks, each below one that waits for it.
    pub(super) fn tree(&self, vm: &Vm) -> String {
        let mut text = String::new();
        let mut shown = vec![false; self.nodes.len()];
        let mut lines = 0;
        let mut rest: Vec<(Vec<usize>, usize)> = vec![(self.roots(), 0)];
        while let Some((siblings, depth)) = rest.pop() {
            let Some((first, others)) = siblings.split_first() else { continue };
            let (first, node) = (*first, &self.nodes[*first]);
            let indent = "  ".repeat(depth.min(DEEPEST));
            if lines >= MOST_SHOWN {
                break;
            }
            lines += 1;
            if std::mem::replace(&mut shown[first], true) {
                let _ = writeln!(text, "{indent}* {} (see above)", node.name);
                rest.push((others.to_vec(), depth));
                continue;
            }
            self.describe(vm, &mut text, &indent, node);
            // Others beside it that stand the same way.
            let alike = |at: &usize| !shown[*at] && self.is_like(&self.nodes[*at], node);
            let same: Vec<usize> = others.iter().copied().filter(alike).collect();
            let others = others.iter().copied().filter(|at| !same.contains(at)).collect();
            if let (Some(last), true) = (same.last(), same.len() > 2) {
                let last = &self.nodes[*last].name;
                let _ =
                    writeln!(text, "{indent}  … and {} tasks like it, up to {last}", same.len());
                same.iter().for_each(|at| shown[*at] = true);
                rest.push((others, depth));
            } else {
                rest.push((others, depth));
                rest.push((same, depth));
            }
            let inner = node.edges.iter().copied().filter(|to| *to != first).collect();
            rest.push((inner, depth + 1));
        }
        let missing = shown.iter().filter(|shown| !**shown).count() + self.left_out;
        if missing > 0 {
            let _ = writeln!(text, "… and {missing} more tasks");
        }
        text
    }

    /// Whether two tasks, which wait for no other, wait at the same place for the same.
    fn is_like(&self, a: &Node, b: &Node) -> bool {
        let edges = a.edges.is_empty() && b.edges.is_empty();
        let places = a.waits.place == b.waits.place && a.waits.created == b.waits.created;
        edges
            && places
            && a.waits.coroutine == b.waits.coroutine
            && match (&a.waits.what, &b.waits.what) {
                (What::Method(a, this), What::Method(b, other)) => a == b && this.is(other),
                (What::Lock(a, _), What::Lock(b, _)) => a.0.is(&b.0),
                (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
            }
    }

    fn describe(&self, vm: &Vm, text: &mut String, indent: &str, node: &Node) {
        let waits = &node.waits;
        let created = match &waits.created {
            Some(place) => format!(", created at {}:{}", place.file, place.line),
            None => String::new(),
        };
        let _ = writeln!(text, "{indent}* {}: {}(){created}", node.name, waits.coroutine);
        let what = self.what(vm, node);
        let _ = writeln!(text, "{indent}  {what}{}", at(waits.place.as_ref()));
        if let Some(excerpt) = waits.place.as_ref().and_then(|place| excerpt(vm, place)) {
            let _ = writeln!(text, "{indent}      {excerpt}");
        }
    }

    /// What the task does.
    pub(super) fn what(&self, vm: &Vm, node: &Node) -> String {
        let text = self.doing(vm, node);
        let cancelled = node.task.get::<TaskObject>().is_some_and(|t| t.cancel_requests.get() > 0);
        let waits = text.starts_with("waits") || text.starts_with("sleeps");
        if cancelled && waits {
            return text.trim_end_matches(',').to_owned() + ", although it was cancelled,";
        }
        text
    }

    fn doing(&self, vm: &Vm, node: &Node) -> String {
        match &node.waits.what {
            What::Runs => "runs".to_owned(),
            What::Ready => "is about to run".to_owned(),
            What::Sleeps => "sleeps".to_owned(),
            What::Lock(lock, through) => {
                let through = match through {
                    Some(operation) => format!(" in {operation}()"),
                    None => String::new(),
                };
                let holder = match &node.holder {
                    Some(HeldBy::Task(name)) => format!(", which {name} holds,"),
                    Some(HeldBy::Itself) => ", which it holds itself,".to_owned(),
                    Some(HeldBy::Ended(Some(name))) => {
                        format!(", which {name} had when it ended,")
                    }
                    Some(HeldBy::Ended(None)) => ", which a task had when it ended,".to_owned(),
                    None => String::new(),
                };
                format!("waits{through} for {}{holder}", self.object(vm, &lock.0))
            }
            What::Method(method, object) => {
                let object = match self.number(vm, object) {
                    Some(_) => format!(" of {}", self.object(vm, object)),
                    None => String::new(),
                };
                format!("waits in {method}(){object}")
            }
            What::Function(name) => {
                let count = match node.waits.futures.len() {
                    0 | 1 => String::new(),
                    count => format!(" for {count} futures"),
                };
                format!("waits in {name}(){count}")
            }
            What::Group => {
                format!("waits for the tasks of a TaskGroup, {} left,", node.waits.futures.len())
            }
            What::Gather(count) => {
                format!("waits for gather() of {count}, {} left,", node.waits.futures.len())
            }
            What::Shield => "waits for shield()".to_owned(),
            What::Task(task) => match self.name_of(task) {
                Some(name) => format!("waits for {name}"),
                None => "waits for a task".to_owned(),
            },
            What::Future(class) => format!("waits for a {class}"),
        }
    }

    /// An object, with a number if there are several like it.
    fn object(&self, vm: &Vm, object: &Value) -> String {
        let class = vm.class(object).name();
        match self.number(vm, object) {
            Some(number) => format!("{class} {number}"),
            None => format!("a {class}"),
        }
    }

    fn name_of(&self, task: &Value) -> Option<&str> {
        self.nodes.iter().find(|node| node.task.is(task)).map(|node| node.name.as_str())
    }

    fn circles_text(&self, vm: &Vm) -> String {
        let mut text = String::new();
        for circle in self.circles(MOST_CIRCLES) {
            let mut steps = Vec::new();
            for node in circle.iter().take(LONGEST_CIRCLE).map(|at| &self.nodes[*at]) {
                steps.push(node.name.clone());
                if let What::Lock(lock, _) = &node.waits.what {
                    steps.push(self.object(vm, &lock.0));
                }
            }
            if circle.len() > LONGEST_CIRCLE {
                steps.push("…".to_owned());
            }
            steps.extend(steps.first().cloned());
            let _ = writeln!(text, "Cycle: {}", steps.join(" -> "));
        }
        text
    }
}

/// The text with a capital letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn at(place: Option<&Place>) -> String {
    match place {
        Some(place) => format!(" at {}:{}, in {}", place.file, place.line, place.function),
        None => String::new(),
    }
}

/// The line of the source at a place.
fn excerpt(vm: &Vm, place: &Place) -> Option<String> {
    let line = vm.source_line_of_file(&place.file, place.line);
    let short: String = line.chars().take(120).collect();
    Some(short).filter(|line| !line.is_empty())
}
