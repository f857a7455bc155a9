//! Which task waits for which: the tasks as nodes, what they wait for as edges, and circles among them.

use std::collections::{HashMap, HashSet};

use super::locks::{Holder, holder_of};
use super::waits::{Waits, What};
use crate::aio::future::{Status, future_of};
use crate::aio::task::TaskObject;
use crate::object::header::Kind;
use crate::object::value::Value;
use crate::object::vm::Vm;

/// More tasks than these are only counted.
const MOST: usize = 10_000;

/// A gathering of gatherings is followed that far.
const MOST_FUTURES: usize = 10_000;

pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// Tasks that are no nodes, being too many.
    pub(super) left_out: usize,
    by_task: HashMap<usize, usize>,
    /// Objects that tasks wait for, which get numbers in their order.
    objects: Vec<Value>,
    known: HashSet<usize>,
}

pub(super) struct Node {
    pub(super) task: Value,
    pub(super) name: String,
    pub(super) waits: Waits,
    pub(super) holder: Option<HeldBy>,
    /// The nodes that it waits for.
    pub(super) edges: Vec<usize>,
}

/// Who has the lock that a task waits for, as far as that can be said.
pub(super) enum HeldBy {
    Task(String),
    Itself,
    /// A task that has ended.
    Ended(Option<String>),
}

impl Graph {
    fn empty() -> Graph {
        Graph {
            nodes: Vec::new(),
            left_out: 0,
            by_task: HashMap::new(),
            objects: Vec::new(),
            known: HashSet::new(),
        }
    }

    /// All tasks of these loops.
    pub(super) fn of_waiting(vm: &Vm, loops: &[Value]) -> Graph {
        let mut tasks = tasks(vm);
        tasks.retain(|task| loops.iter().any(|this| belongs_to(task, this)));
        Graph::of_tasks(vm, tasks)
    }

    pub(super) fn of_tasks(vm: &Vm, mut tasks: Vec<Value>) -> Graph {
        let mut graph = Graph { left_out: tasks.len().saturating_sub(MOST), ..Graph::empty() };
        tasks.truncate(MOST);
        for task in tasks {
            let running = is_running(vm, &task);
            let Some(payload) = task.get::<TaskObject>() else { continue };
            let (name, waits) = (shown_name(vm, &task), Waits::of(vm, payload, running));
            graph.by_task.insert(task.bits(), graph.nodes.len());
            graph.nodes.push(Node { task, name, waits, holder: None, edges: Vec::new() });
        }
        graph.connect(vm);
        graph
    }

    /// The tasks of a circle of locks, the first of which is about to wait for this lock.
    pub(super) fn of_circle(vm: &Vm, tasks: &[Value], lock: &Value) -> Graph {
        let mut graph = Graph::of_tasks(vm, tasks.to_vec());
        if let Some(first) = graph.nodes.first_mut() {
            first.waits.what = What::Lock(super::waits::Lock(lock.clone()), None);
        }
        graph.connect(vm);
        graph
    }

    fn connect(&mut self, vm: &Vm) {
        for at in 0..self.nodes.len() {
            let node = &self.nodes[at];
            let mut edges = self.edges_to(&node.waits.futures);
            let mut holder = None;
            if let What::Lock(lock, _) = &node.waits.what {
                match holder_of(vm, &lock.0) {
                    Holder::Task(task) if task.is(&node.task) => {
                        holder = Some(HeldBy::Itself);
                        edges.push(at);
                    }
                    Holder::Task(task) => {
                        holder = Some(HeldBy::Task(shown_name(vm, &task)));
                        edges.extend(self.by_task.get(&task.bits()));
                    }
                    Holder::Ended(task) => {
                        holder = Some(HeldBy::Ended(task.map(|task| shown_name(vm, &task))));
                    }
                    Holder::Unknown | Holder::Nobody => {}
                }
            }
            let object = match &node.waits.what {
                What::Lock(lock, _) => Some(&lock.0),
                What::Method(_, object) => Some(object),
                _ => None,
            };
            if let Some(object) = object
                && self.known.insert(object.bits())
            {
                let object = object.clone();
                self.objects.push(object);
            }
            let node = &mut self.nodes[at];
            (node.edges, node.holder) = (edges, holder);
        }
    }

    /// The tasks among futures, and in gatherings among them.
    fn edges_to(&self, futures: &[Value]) -> Vec<usize> {
        let (mut edges, mut rest, mut seen) = (Vec::new(), futures.to_vec(), 0);
        rest.reverse();
        while let Some(next) = rest.pop() {
            seen += 1;
            if let Some(node) = self.by_task.get(&next.bits()) {
                if !edges.contains(node) {
                    edges.push(*node);
                }
            } else if let Some(gather) = future_of(&next).and_then(|f| f.gather())
                && seen < MOST_FUTURES
            {
                rest.extend(gather.children().into_iter().rev());
            }
        }
        edges
    }

    /// The number of an object among those of its class that tasks wait for; `None` for the only one.
    pub(super) fn number(&self, vm: &Vm, object: &Value) -> Option<usize> {
        let class = vm.type_of(object);
        let alike: Vec<&Value> =
            self.objects.iter().filter(|o| vm.type_of(o).value().is(class.value())).collect();
        let at = alike.iter().position(|known| known.is(object))?;
        (alike.len() > 1).then_some(at + 1)
    }

    /// The nodes that nobody waits for, then one of each circle that these do not lead to.
    pub(super) fn roots(&self) -> Vec<usize> {
        let mut awaited = vec![false; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            node.edges.iter().filter(|to| **to != at).for_each(|to| awaited[*to] = true);
        }
        let mut roots: Vec<usize> = (0..self.nodes.len()).filter(|at| !awaited[*at]).collect();
        let mut reached = vec![false; self.nodes.len()];
        roots.iter().for_each(|root| self.reach(*root, &mut reached));
        for at in 0..self.nodes.len() {
            if !reached[at] {
                roots.push(at);
                self.reach(at, &mut reached);
            }
        }
        roots
    }

    fn reach(&self, from: usize, reached: &mut [bool]) {
        let mut rest = vec![from];
        while let Some(at) = rest.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                rest.extend(&self.nodes[at].edges);
            }
        }
    }

    /// Some of the circles, each as the nodes along it.
    pub(super) fn circles(&self, most: usize) -> Vec<Vec<usize>> {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            OnPath,
            Done,
        }
        let mut marks = vec![Mark::New; self.nodes.len()];
        let mut found = Vec::new();
        for start in 0..self.nodes.len() {
            // Each node of the path, and how many of its edges have been followed.
            let mut path: Vec<(usize, usize)> = Vec::new();
            if marks[start] == Mark::New {
                marks[start] = Mark::OnPath;
                path.push((start, 0));
            }
            while let Some((at, followed)) = path.last_mut() {
                let Some(to) = self.nodes[*at].edges.get(*followed).copied() else {
                    marks[*at] = Mark::Done;
                    path.pop();
                    continue;
                };
                *followed += 1;
                match marks[to] {
                    Mark::New => {
                        marks[to] = Mark::OnPath;
                        path.push((to, 0));
                    }
                    Mark::OnPath => {
                        let first = path.iter().position(|(node, _)| *node == to).unwrap_or(0);
                        found.push(path.iter().skip(first).map(|(node, _)| *node).collect());
                        if found.len() == most {
                            return found;
                        }
                    }
                    Mark::Done => {}
                }
            }
        }
        found
    }
}

/// All tasks that are not done.
pub(super) fn tasks(vm: &Vm) -> Vec<Value> {
    let mut all = vm.live_objects(|kind| kind == Kind::Task);
    all.retain(|task| {
        task.get::<TaskObject>()
            .is_some_and(|t| t.future.status() == Status::Pending && !t.coroutine.is_unbound())
    });
    all
}

pub(super) fn belongs_to(task: &Value, this: &Value) -> bool {
    task.get::<TaskObject>().is_some_and(|t| t.future.event_loop.holds(this))
}

/// Whether some thread takes a step of the task.
pub(super) fn is_running(vm: &Vm, task: &Value) -> bool {
    let mut running = vm.local.task.holds(task);
    vm.threads.for_each(|thread| {
        running |= thread.id != vm.thread_id() && thread.local.task.holds(task);
    });
    running
}

/// The task's name as one short line, whatever the program has given it.
pub(super) fn shown_name(vm: &Vm, task: &Value) -> String {
    let name = task.get::<TaskObject>().map(|t| t.name(vm).to_text()).unwrap_or_default();
    let short: String = name.chars().take(60).flat_map(escaped).collect();
    if name.chars().count() > 60 { format!("{short}…") } else { short }
}

/// What would disturb a terminal, spelled out.
fn escaped(c: char) -> Vec<char> {
    if c.is_control() { c.escape_default().collect() } else { vec![c] }
}
