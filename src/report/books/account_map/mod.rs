//! The caller's names for our accounts.
//!
//! | file | idea |
//! |---|---|
//! | `kind` | the accounts a map can name |
//! | `read` | from the text of a map to its lines, with findings |
//! | `check` | how the lines go together |

mod check;
mod kind;
mod read;

use super::grammar::Grammar;
use super::placed::Placed;
use crate::id::{EntityId, PayGroupId, PlanId, RuleId};
use crate::plan::Findings;
use kind::{Kind, kind_of};

/// Every code a finding in an account map can have, and what it means. A code is never given
/// another meaning.
pub const CODES: &[(&str, &str)] = &[
    ("A0101", "the file has more bytes than an account map may have"),
    ("A0102", "the file is not TOML, or writes a key twice"),
    ("A0103", "there are more findings, or more lines, than are read"),
    ("A0104", "the schema of the file is not one this release reads"),
    ("A0105", "a value has another TOML type than its key asks for"),
    ("A0106", "a key is not known"),
    ("A0107", "a key is missing"),
    ("A0108", "an id, or a cost centre, has a form that none has"),
    ("A0201", "the books have no such account"),
    ("A0202", "a name does not begin with one of the roots, or has nothing behind it"),
    ("A0203", "a part of a name has a sign that the program cannot read"),
    ("A0204", "a part in braces stands for nothing that the account knows"),
    ("A0205", "a line is narrowed by what the entries of its account do not know"),
    ("A0301", "a line can never apply, because an earlier one takes all that it could"),
    (
        "A0302",
        "a name without its id would put several accounts together, which the line does not say",
    ),
    ("A0303", "two lines give the same name to two accounts, and do not both say that they merge"),
    ("A0304", "a line gives the name that another account has where no line renames it"),
];

/// A part of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// As it stands.
    Text(String),
    /// The account's own payee, deal or run.
    Own,
    Entity,
    PayGroup,
    Plan,
    Rule,
}

/// One line of a map.
#[derive(Debug, Clone)]
struct Line {
    of: &'static Kind,
    name: Vec<Piece>,
    entity: Option<EntityId>,
    pay_group: Option<PayGroupId>,
    plan: Option<PlanId>,
    rule: Option<RuleId>,
    cost_centre: Option<String>,
    merge: bool,
}

/// The caller's names for the accounts of the books, for one of the three programs.
///
/// A line names an account by what it is here, and says what it is called there. It may be narrowed
/// to a legal entity or a pay group, and the cost of rewards to a plan or a rule. The first line
/// that fits an entry names its account; where none does, the account keeps the name it has here.
///
/// ```
/// use referral_ledger::report::{AccountMap, Grammar};
///
/// let map = AccountMap::read(
///     r#"
///     schema = 1
///
///     [[account]]
///     of          = "Expenses:Incentives"
///     rule        = "equipment-commission"
///     name        = "Expenses:4711:Sales incentives"
///     cost_centre = "CC-40"
///
///     [[account]]
///     of   = "Liabilities:Incentives:Payable"
///     name = "Liabilities:2210:{payee}"
///     "#,
///     Grammar::Hledger,
/// )?;
/// assert_eq!(map.grammar(), Grammar::Hledger);
/// # Ok::<(), referral_ledger::plan::Findings>(())
/// ```
///
/// A name that beancount cannot read is found when the map is read for it:
///
/// ```
/// use referral_ledger::report::{AccountMap, Grammar};
///
/// let map = "schema = 1\n[[account]]\nof = \"Assets:Bank\"\nname = \"Assets:House bank\"\n";
/// assert!(AccountMap::read(map, Grammar::Ledger).is_ok());
/// let findings = AccountMap::read(map, Grammar::Beancount).unwrap_err();
/// assert!(findings.to_string().starts_with("A0203 at line 4, column 8"));
/// ```
#[derive(Debug, Clone)]
pub struct AccountMap {
    grammar: Grammar,
    lines: Vec<Line>,
}

/// What an entry's account is called.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) cost_centre: Option<String>,
    /// Whether other accounts may have the same name.
    pub(super) merges: bool,
}

impl AccountMap {
    /// The map that renames nothing.
    pub fn plain(grammar: Grammar) -> AccountMap {
        AccountMap { grammar, lines: Vec::new() }
    }

    /// Reads a map.
    ///
    /// # Errors
    /// Everything that is wrong with it, with codes of [`CODES`]: what cannot be read, accounts
    /// that are not known, names that the program cannot read, and names that two accounts would
    /// share without saying so.
    pub fn read(text: &str, grammar: Grammar) -> Result<AccountMap, Findings> {
        Ok(AccountMap { grammar, lines: read::lines(text, grammar)? })
    }

    /// For which program.
    pub fn grammar(&self) -> Grammar {
        self.grammar
    }

    /// What the account of an entry is called. Where there are several legal entities, each has
    /// accounts of its own, with its id behind the root.
    pub(super) fn name(&self, placed: &Placed, by_entity: bool) -> Named {
        let (kind, id) = kind_of(&placed.entry.account);
        let entity = self.grammar.part(placed.entry.entity.as_str());
        if let Some(line) = self.lines.iter().find(|line| line.fits(kind, placed)) {
            let own = |text: Option<&str>| self.grammar.part(text.unwrap_or("none"));
            let rule = placed.rule.as_ref();
            let mut parts = Vec::new();
            for (index, piece) in line.name.iter().enumerate() {
                match piece {
                    Piece::Text(text) if index == 0 => parts.extend(self.grammar.root(text)),
                    Piece::Text(text) => parts.push(text.clone()),
                    Piece::Own => parts.push(own(id.as_deref())),
                    Piece::Entity => parts.push(entity.clone()),
                    Piece::PayGroup => parts.push(own(placed.group.as_ref().map(|it| it.as_str()))),
                    Piece::Plan => parts.push(own(rule.map(|(plan, _)| plan.as_str()))),
                    Piece::Rule => parts.push(own(rule.map(|(_, rule)| rule.as_str()))),
                }
            }
            let cost_centre = line.cost_centre.clone();
            return Named { name: parts.join(":"), cost_centre, merges: line.merge };
        }
        let mut names = kind.name.split(':');
        let mut parts = self.grammar.root(names.next().unwrap_or_default());
        parts.extend(names.map(str::to_owned));
        parts.extend(id.map(|id| self.grammar.part(&id)));
        if by_entity {
            parts.insert(1, entity);
        }
        Named { name: parts.join(":"), cost_centre: None, merges: false }
    }
}

impl Line {
    fn fits(&self, kind: &Kind, placed: &Placed) -> bool {
        let rule = placed.rule.as_ref();
        self.of.name == kind.name
            && self.entity.as_ref().is_none_or(|it| *it == placed.entry.entity)
            && self.pay_group.as_ref().is_none_or(|it| Some(it) == placed.group.as_ref())
            && self.plan.as_ref().is_none_or(|it| Some(it) == rule.map(|(plan, _)| plan))
            && self.rule.as_ref().is_none_or(|it| Some(it) == rule.map(|(_, rule)| rule))
    }
}
