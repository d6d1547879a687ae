//! Who gets which share: the plan's split over the roles that somebody holds.

use crate::id::RoleId;
use crate::plan::rule::Payees;
use crate::plan::split::Split;
use crate::rate::Rate;
use crate::why::Step;

/// One role that is paid, with its share of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The role.
    pub role: RoleId,
    /// Its share, with the shares of the roles it covers.
    pub share: Rate,
}

/// The parts of an amount, in the plan's order of roles; their shares sum to 100 %.
///
/// `held` says whether somebody holds a role; the originator's always is. The steps name each role
/// that nobody holds and who covers it.
pub fn parts_of(
    split: &Split,
    payees: &Payees,
    held: impl Fn(&RoleId) -> bool,
) -> (Vec<Part>, Vec<Step>) {
    let mut steps = Vec::new();
    let mut bear = |position: usize, share: Rate| -> usize {
        let bearer = split.bearer(position, &held);
        if bearer != position {
            let role = |at: usize| split.roles[at].role.clone();
            steps.push(Step::Absent(role(position), share, role(bearer)));
        }
        bearer
    };
    let mut millionths = vec![0_i64; split.roles.len()];
    match payees {
        Payees::OneRole(role) => {
            let position = split.position(role).unwrap_or(0);
            millionths[bear(position, Rate::HUNDRED)] = Rate::HUNDRED.millionths();
        }
        Payees::EachByShare => {
            for (position, entry) in split.roles.iter().enumerate() {
                millionths[bear(position, entry.share)] += entry.share.millionths();
            }
        }
    }
    let parts = split.roles.iter().zip(millionths).filter(|(_, share)| *share > 0);
    let part = |(entry, share): (&crate::plan::split::RoleShare, i64)| Part {
        role: entry.role.clone(),
        share: Rate::from_millionths(share).expect("shares sum to 100 %"),
    };
    (parts.map(part).collect(), steps)
}
