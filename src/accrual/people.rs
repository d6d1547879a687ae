//! Who gets which share: the plan's split over the roles that somebody holds, and overlays.

use crate::id::RoleId;
use crate::plan::rule::Payees;
use crate::plan::split::Split;
use crate::rate::Rate;
use crate::why::Step;

/// One role that is paid, with its share of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The role. Of a manager it is the role of the person they manage.
    pub role: RoleId,
    /// Its share, with the shares of the roles it covers.
    pub share: Rate,
    /// Whether it is paid on top of the whole. The other parts' shares sum to 100 %.
    pub on_top: bool,
}

/// The parts of an amount, in the plan's order of roles, overlays behind.
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
    let on_top = *payees == Payees::EachInFull;
    let part = |(role, share): (&RoleId, i64)| Part {
        role: role.clone(),
        share: Rate::from_millionths(share).expect("shares sum to 100 %"),
        on_top,
    };
    let all = Rate::HUNDRED.millionths();
    let roles = || split.roles.iter().map(|entry| &entry.role);
    let mut parts: Vec<Part> = match payees {
        Payees::OneRole(role) | Payees::ManagerOf { role, .. } => {
            let position = split.position(role).unwrap_or(0);
            let bearer = bear(position, Rate::HUNDRED);
            vec![part((&split.roles[bearer].role, all))]
        }
        Payees::EachByShare => {
            let mut millionths = vec![0_i64; split.roles.len()];
            for (position, entry) in split.roles.iter().enumerate() {
                millionths[bear(position, entry.share)] += entry.share.millionths();
            }
            roles().zip(millionths).filter(|(_, share)| *share > 0).map(part).collect()
        }
        Payees::Measured | Payees::Members(_) => {
            unreachable!("lint: a close alone pays whom it measures")
        }
        Payees::EachInFull => {
            let roles = roles().filter(|role| held(role));
            roles.map(|role| part((role, all))).collect()
        }
    };
    if matches!(payees, Payees::EachByShare | Payees::EachInFull) {
        let overlays = split.overlays.iter().filter(|overlay| held(&overlay.role));
        parts.extend(overlays.map(|overlay| Part {
            role: overlay.role.clone(),
            share: if on_top { Rate::HUNDRED } else { overlay.share },
            on_top: true,
        }));
    }
    (parts, steps)
}
