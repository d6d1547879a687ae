//! The directory: names of payees, their ids in other systems, and constants of the caller.
//!
//! It is the caller's: built for a report, passed in, and forgotten. Nothing of it is stored, and
//! its debug form tells how many payees it names, never who they are.

use crate::id::PayeeId;
use std::collections::BTreeMap;
use std::fmt;

/// Names of payees, and their ids in other systems.
///
/// ```
/// use referral_ledger::report::Directory;
/// let (ana, ben) = ("T07".parse()?, "T08".parse()?);
/// let names = Directory::new().with(&ana, "Ana Ruiz").with_external(&ana, "adp", "000042");
/// assert_eq!(names.name(&ana), Some("Ana Ruiz"));
/// assert_eq!(names.external(&ana, "adp"), Some("000042"));
/// assert_eq!(names.name(&ben), None);
/// assert_eq!(format!("{names:?}"), "Directory(1 payee)"); // no name reaches a log by accident
/// # Ok::<(), referral_ledger::id::IdError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Directory {
    people: BTreeMap<PayeeId, Person>,
    constants: BTreeMap<String, String>,
}

#[derive(Clone, PartialEq, Eq, Default)]
struct Person {
    name: Option<String>,
    external: BTreeMap<String, String>,
}

impl Directory {
    /// A directory that names nobody.
    pub fn new() -> Directory {
        Directory::default()
    }

    /// The directory with this payee named; a later name replaces an earlier one.
    #[must_use]
    pub fn with(mut self, payee: &PayeeId, name: &str) -> Directory {
        self.insert(payee, name);
        self
    }

    /// The directory with this payee's id in another system, such as a payroll provider's file
    /// number.
    #[must_use]
    pub fn with_external(mut self, payee: &PayeeId, system: &str, id: &str) -> Directory {
        self.insert_external(payee, system, id);
        self
    }

    /// The directory with a constant that profiles write, such as the company code of a payroll
    /// provider.
    ///
    /// ```
    /// use referral_ledger::report::Directory;
    /// let names = Directory::new().with_constant("company_code", "XYZ");
    /// assert_eq!(names.constant("company_code"), Some("XYZ"));
    /// assert_eq!(names.constant("batch"), None);
    /// ```
    #[must_use]
    pub fn with_constant(mut self, name: &str, value: &str) -> Directory {
        self.insert_constant(name, value);
        self
    }

    /// Names a payee; a later name replaces an earlier one.
    pub fn insert(&mut self, payee: &PayeeId, name: &str) {
        self.person(payee).name = Some(name.to_owned());
    }

    /// Tells a payee's id in another system; a later one replaces an earlier one.
    pub fn insert_external(&mut self, payee: &PayeeId, system: &str, id: &str) {
        self.person(payee).external.insert(system.to_owned(), id.to_owned());
    }

    /// Tells a constant; a later one replaces an earlier one.
    pub fn insert_constant(&mut self, name: &str, value: &str) {
        self.constants.insert(name.to_owned(), value.to_owned());
    }

    /// A constant; `None` when it was not told.
    pub fn constant(&self, name: &str) -> Option<&str> {
        self.constants.get(name).map(String::as_str)
    }

    /// The payee's name; `None` when the directory does not name them. A blank name is no name.
    pub fn name(&self, payee: &PayeeId) -> Option<&str> {
        let name = self.people.get(payee)?.name.as_deref()?;
        (!name.trim().is_empty()).then_some(name)
    }

    /// The payee's id in another system; `None` when the directory does not know it.
    pub fn external(&self, payee: &PayeeId, system: &str) -> Option<&str> {
        self.people.get(payee)?.external.get(system).map(String::as_str)
    }

    fn person(&mut self, payee: &PayeeId) -> &mut Person {
        self.people.entry(payee.clone()).or_default()
    }
}

/// A placeholder with the count: names stay out of logs and panics.
impl fmt::Debug for Directory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, s) = (self.people.len(), if self.people.len() == 1 { "" } else { "s" });
        write!(formatter, "Directory({count} payee{s})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_name_is_no_name_and_a_later_one_replaces_it() {
        let ana: PayeeId = "ana".parse().unwrap();
        let names = Directory::new().with(&ana, " \t");
        assert_eq!(names.name(&ana), None);
        assert_eq!(names.with(&ana, "Ana").name(&ana), Some("Ana"));
    }

    #[test]
    fn an_external_id_alone_names_nobody() {
        let ana: PayeeId = "ana".parse().unwrap();
        let names = Directory::new().with_external(&ana, "adp", "7");
        assert_eq!(names.name(&ana), None);
        assert_eq!(names.external(&ana, "adp"), Some("7"));
        assert_eq!(names.external(&ana, "gusto"), None);
    }

    #[test]
    fn the_debug_form_shows_nobody() {
        let ana: PayeeId = "ana".parse().unwrap();
        let names = Directory::new().with(&ana, "Ana Ruiz").with_external(&ana, "adp", "42");
        assert_eq!(format!("{names:?}"), "Directory(1 payee)");
        assert_eq!(format!("{:#?}", Directory::new()), "Directory(0 payees)");
    }
}
