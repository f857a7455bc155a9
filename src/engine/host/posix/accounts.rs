//! Users and groups that the system knows.

use std::ffi::CStr;
use std::io;

use super::{c_bytes, calls};

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

/// Room for the texts of an entry, at first and at most.
const ROOM: (usize, usize) = (1 << 10, 1 << 22);

unsafe extern "C" {
    fn setpwent();
    fn endpwent();
    fn setgrent();
    fn endgrent();
}

/// A text of an entry; none is empty.
///
/// # Safety
/// The pointer is null or to a text that ends with a null byte.
unsafe fn text(from: *const libc::c_char) -> Vec<u8> {
    if from.is_null() {
        return Vec::new();
    }
    // SAFETY: as the function demands.
    unsafe { CStr::from_ptr(from) }.to_bytes().to_vec()
}

/// Asks for an entry with more and more room for its texts. The call gets the room and says whether
/// it found one; its result is the number of an error.
fn found<T>(
    mut call: impl FnMut(&mut [libc::c_char], &mut Option<T>) -> i32,
) -> io::Result<Option<T>> {
    let mut size = ROOM.0;
    loop {
        let mut room = vec![0; size];
        let mut entry = None;
        match call(&mut room, &mut entry) {
            libc::ERANGE if size < ROOM.1 => size *= 2,
            0 => return Ok(entry),
            // What these say where there is no such entry.
            libc::ENOENT | libc::ESRCH | libc::EBADF | libc::EPERM => return Ok(None),
            error => return Err(io::Error::from_raw_os_error(error)),
        }
    }
}

/// An entry of the users' table, by a call of C that fills a struct.
fn user(
    mut call: impl FnMut(
        *mut libc::passwd,
        *mut libc::c_char,
        usize,
        *mut *mut libc::passwd,
    ) -> libc::c_int,
) -> io::Result<Option<UserEntry>> {
    found(|room, entry| {
        // SAFETY: a zeroed struct is a valid one; the call fills it with texts in the room.
        unsafe {
            let mut own: libc::passwd = std::mem::zeroed();
            let mut which = std::ptr::null_mut();
            let code = call(&raw mut own, room.as_mut_ptr(), room.len(), &raw mut which);
            if code == 0 && !which.is_null() {
                *entry = Some(UserEntry {
                    name: text(own.pw_name),
                    password: text(own.pw_passwd),
                    user: own.pw_uid,
                    group: own.pw_gid,
                    person: text(own.pw_gecos),
                    folder: text(own.pw_dir),
                    shell: text(own.pw_shell),
                });
            }
            code
        }
    })
}

/// An entry of the groups' table.
fn group(
    mut call: impl FnMut(
        *mut libc::group,
        *mut libc::c_char,
        usize,
        *mut *mut libc::group,
    ) -> libc::c_int,
) -> io::Result<Option<GroupEntry>> {
    found(|room, entry| {
        // SAFETY: as above; the members are a list that ends with a null pointer.
        unsafe {
            let mut own: libc::group = std::mem::zeroed();
            let mut which = std::ptr::null_mut();
            let code = call(&raw mut own, room.as_mut_ptr(), room.len(), &raw mut which);
            if code == 0 && !which.is_null() {
                let mut members = Vec::new();
                let mut next = own.gr_mem;
                while !next.is_null() && !(*next).is_null() {
                    members.push(text(*next));
                    next = next.add(1);
                }
                *entry = Some(GroupEntry {
                    name: text(own.gr_name),
                    password: text(own.gr_passwd),
                    group: own.gr_gid,
                    members,
                });
            }
            code
        }
    })
}

calls! {
    /// The tables of users and groups.
    trait Accounts;

    fn user_by_number(number: u32) -> Option<UserEntry> {
        // SAFETY: passes on what `user` gives.
        user(|own, room, size, which| unsafe { libc::getpwuid_r(number, own, room, size, which) })
    }

    fn user_by_name(name: &[u8]) -> Option<UserEntry> {
        let name = c_bytes(name)?;
        // SAFETY: passes on what `user` gives; the name ends with a null byte.
        user(|own, room, size, which| unsafe {
            libc::getpwnam_r(name.as_ptr(), own, room, size, which)
        })
    }

    fn all_users() -> Vec<UserEntry> {
        // SAFETY: always callable.
        unsafe { setpwent() };
        let mut all = Vec::new();
        // SAFETY: passes on what `user` gives.
        while let Some(entry) = user(|own, room, size, which| unsafe {
            libc::getpwent_r(own, room, size, which)
        })? {
            all.push(entry);
        }
        // SAFETY: always callable.
        unsafe { endpwent() };
        Ok(all)
    }

    fn group_by_number(number: u32) -> Option<GroupEntry> {
        // SAFETY: passes on what `group` gives.
        group(|own, room, size, which| unsafe {
            libc::getgrgid_r(number, own, room, size, which)
        })
    }

    fn group_by_name(name: &[u8]) -> Option<GroupEntry> {
        let name = c_bytes(name)?;
        // SAFETY: passes on what `group` gives; the name ends with a null byte.
        group(|own, room, size, which| unsafe {
            libc::getgrnam_r(name.as_ptr(), own, room, size, which)
        })
    }

    fn all_groups() -> Vec<GroupEntry> {
        // SAFETY: always callable.
        unsafe { setgrent() };
        let mut all = Vec::new();
        // SAFETY: passes on what `group` gives.
        while let Some(entry) = group(|own, room, size, which| unsafe {
            libc::getgrent_r(own, room, size, which)
        })? {
            all.push(entry);
        }
        // SAFETY: always callable.
        unsafe { endgrent() };
        Ok(all)
    }
}
