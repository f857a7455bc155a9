//! Where tasks were made: a number per place, so that a task keeps four bytes for it and making one
//! costs a look into a small table.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use super::Place;
use crate::aio::State;
use crate::aio::task::TaskObject;
use crate::object::code::CodeObject;
use crate::object::header::Kind;
use crate::object::report::Spot;
use crate::object::value::Value;
use crate::object::vm::Vm;
use crate::vm::suspended::is_library;

/// The number of a place; 0 for one that is not known.
pub(in crate::aio) type SiteId = u32;

/// Places that made something lately are found without hashing.
const RECENT: usize = 64;

/// With more places than this, those that no task remembers are forgotten.
const MANY: usize = 4096;

struct Site {
    /// Keeps the code alive, so that the instruction's address is nobody else's.
    code: Value,
    at: usize,
    address: usize,
    /// asyncio's own code: its caller is looked for instead.
    library: bool,
}

pub(in crate::aio) struct Sites {
    /// Place number n lies at n - 1.
    all: RefCell<Vec<Option<Site>>>,
    free: RefCell<Vec<SiteId>>,
    by_address: RefCell<HashMap<usize, SiteId, foldhash::fast::FixedState>>,
    /// Address of the instruction and number, if it is no library's.
    recent: [Cell<(usize, SiteId)>; RECENT],
    most: Cell<usize>,
}

impl Default for Sites {
    fn default() -> Sites {
        Sites {
            all: RefCell::default(),
            free: RefCell::default(),
            by_address: RefCell::default(),
            recent: [const { Cell::new((0, 0)) }; RECENT],
            most: Cell::new(MANY),
        }
    }
}

/// The place of the program's own code that is calling.
#[inline]
pub(in crate::aio) fn here(vm: &Vm) -> SiteId {
    let sites = &State::of(vm).hang.sites;
    let address = vm.instruction_address(0);
    let (known, id) = sites.recent(address).get();
    if known == address { id } else { sites.look(vm) }
}

impl Sites {
    #[inline]
    fn recent(&self, address: usize) -> &Cell<(usize, SiteId)> {
        &self.recent[(address >> 3) % RECENT]
    }

    #[cold]
    fn look(&self, vm: &Vm) -> SiteId {
        for depth in 0.. {
            let address = vm.instruction_address(depth);
            if address == 0 {
                break;
            }
            let known = self.by_address.borrow().get(&address).copied();
            let Some(id) = known.or_else(|| self.add(vm, depth, address)) else { break };
            let at = id as usize - 1;
            if !self.all.borrow().get(at).is_some_and(|s| s.as_ref().is_some_and(|s| s.library)) {
                if depth == 0 {
                    self.recent(address).set((address, id));
                }
                return id;
            }
        }
        0
    }

    fn add(&self, vm: &Vm, depth: usize, address: usize) -> Option<SiteId> {
        let (code, at) = vm.instruction(depth)?;
        let library = code.get::<CodeObject>().is_some_and(is_library);
        if self.by_address.borrow().len() >= self.most.get() {
            self.forget(vm);
        }
        let site = Some(Site { code, at, address, library });
        let mut all = self.all.borrow_mut();
        let id = match self.free.borrow_mut().pop() {
            Some(id) => {
                if let Some(place) = all.get_mut(id as usize - 1) {
                    *place = site;
                }
                id
            }
            None => {
                all.push(site);
                SiteId::try_from(all.len()).ok()?
            }
        };
        self.by_address.borrow_mut().insert(address, id);
        Some(id)
    }

    /// Gives up places, and their code, that no task remembers.
    fn forget(&self, vm: &Vm) {
        let tasks = vm.live_objects(|kind| kind == Kind::Task);
        let used = tasks.iter().filter_map(|t| t.get::<TaskObject>()).map(|t| t.future.site.get());
        let used: HashSet<SiteId> = used.chain(State::of(vm).hang.ended.sites()).collect();
        let mut gone = Vec::new();
        for (at, place) in self.all.borrow_mut().iter_mut().enumerate() {
            let id = (at + 1) as SiteId;
            if !used.contains(&id)
                && let Some(site) = place.take()
            {
                self.by_address.borrow_mut().remove(&site.address);
                self.free.borrow_mut().push(id);
                gone.push(site.code);
            }
        }
        self.recent.iter().for_each(|place| place.set((0, 0)));
        self.most.set((self.by_address.borrow().len() * 2).max(MANY));
        drop(gone);
    }

    /// A place in full.
    pub(super) fn spot(&self, id: SiteId) -> Option<Spot> {
        let all = self.all.borrow();
        let site = all.get((id as usize).checked_sub(1)?)?.as_ref()?;
        Some(Spot::of(site.code.get::<CodeObject>()?, site.at))
    }

    /// File, line and function of a place.
    pub(super) fn place(&self, id: SiteId) -> Option<Place> {
        let all = self.all.borrow();
        let site = all.get((id as usize).checked_sub(1)?)?.as_ref()?;
        let code = site.code.get::<CodeObject>()?;
        Some(Place {
            file: code.code.filename.clone(),
            line: code.code.positions.get(site.at).line,
            function: code.code.qualname.to_string(),
        })
    }
}
