//! Users and groups, from the system's files. Other services that may know some (`nsswitch.conf`) are
//! libraries, which a program with the C library inside cannot load.

use std::io;

use super::{calls, done};

/// A user.
#[derive(Clone, Debug)]
pub struct UserEntry {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub user: u32,
    pub group: u32,
    /// Whom it stands for, in words.
    pub person: Vec<u8>,
    pub folder: Vec<u8>,
    pub shell: Vec<u8>,
}

/// A group of users.
#[derive(Clone, Debug)]
pub struct GroupEntry {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub group: u32,
    pub members: Vec<Vec<u8>>,
}

/// The lines of a table that are entries, each taken apart at its colons. A missing file has none.
fn entries<T>(path: &str, read: impl Fn(&[&[u8]]) -> Option<T>) -> io::Result<Vec<T>> {
    let table = match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        table => table?,
    };
    let parts = |line: &[u8]| read(&line.split(|byte| *byte == b':').collect::<Vec<_>>());
    // What begins with a sign is a word to another service.
    let is_own = |line: &&[u8]| !matches!(line.first(), None | Some(b'#' | b'+' | b'-'));
    Ok(table.split(|byte| *byte == b'\n').filter(is_own).filter_map(parts).collect())
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

fn users() -> io::Result<Vec<UserEntry>> {
    entries("/etc/passwd", |parts| {
        let [name, password, user, group, person, folder, shell] = parts else { return None };
        Some(UserEntry {
            name: name.to_vec(),
            password: password.to_vec(),
            user: number(user)?,
            group: number(group)?,
            person: person.to_vec(),
            folder: folder.to_vec(),
            shell: shell.to_vec(),
        })
    })
}

fn groups() -> io::Result<Vec<GroupEntry>> {
    entries("/etc/group", |parts| {
        let [name, password, group, members] = parts else { return None };
        let members = members.split(|byte| *byte == b',').filter(|name| !name.is_empty());
        Some(GroupEntry {
            name: name.to_vec(),
            password: password.to_vec(),
            group: number(group)?,
            members: members.map(<[u8]>::to_vec).collect(),
        })
    })
}

/// The given group, then those of which the user is a member.
fn groups_of(user: &[u8], group: u32) -> io::Result<Vec<u32>> {
    let mut all = vec![group];
    for entry in groups()? {
        if !all.contains(&entry.group) && entry.members.iter().any(|name| name == user) {
            all.push(entry.group);
        }
    }
    Ok(all)
}

calls! {
    /// The tables of users and groups.
    trait Accounts;

    fn all_users() -> Vec<UserEntry> {
        users()
    }

    fn all_groups() -> Vec<GroupEntry> {
        groups()
    }

    /// The groups that a user is in, and one more.
    fn groups_of(user: &[u8], group: u32) -> Vec<u32> {
        groups_of(user, group)
    }

    /// Sets the further groups of the process to those of a user, and one more.
    fn initialize_groups(user: &[u8], group: u32) -> () {
        let all = groups_of(user, group)?;
        // SAFETY: the list is readable for that many numbers.
        done(unsafe { libc::setgroups(all.len(), all.as_ptr()) })
    }
}
