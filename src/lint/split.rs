//! The split: shares sum to one, and every share reaches somebody.
//!
//! The first role is the originator, whom every lead has; every other role names who bears its
//! share when nobody holds it, and following those names always ends at the originator. Overlays
//! are paid on top: nobody covers them.

use super::Lint;
use crate::id::RoleId;
use crate::plan::parse::Step::{self, At, Key};
use crate::plan::parse::{OverlayDraft, ROLES_RESERVED, RoleDraft};
use crate::plan::rule::Payees;
use crate::plan::stage::Leftover;
use crate::rate::Rate;

impl Lint<'_, '_> {
    /// Nobody's share is lost, and none is paid twice.
    pub(super) fn split(&mut self) {
        let Some(roles) = &self.draft.split else { return };
        self.roles(roles);
        self.shares(roles);
        self.absences(roles);
        self.overlays(roles);
        self.leftover(roles);
    }

    /// An overlay is no role of the split, and somebody pays it.
    fn overlays(&mut self, roles: &[RoleDraft]) {
        let overlays = self.draft.overlays.as_deref().unwrap_or_default();
        let payees: Option<Vec<_>> = self.rules().map(|at| at.rule.payee.as_ref()).collect();
        let credits_all =
            |payee: &&Payees| matches!(payee, Payees::EachByShare | Payees::EachInFull);
        let unpaid = payees.is_some_and(|payees| !payees.iter().any(credits_all));
        for (index, overlay) in overlays.iter().enumerate() {
            let path = |key| [Key("overlay"), At(index), Key(key)];
            if overlay.share.is_some_and(Rate::is_zero) {
                let sentence = "a share of zero pays nobody".to_owned();
                let help = "give the role a share, or take the overlay out";
                self.wrong("P0601", &path("share"), sentence, help);
            }
            let Some(name) = &overlay.role else { continue };
            self.reserved(name, &path("role"));
            let is_this = |other: &OverlayDraft| other.role.as_ref() == Some(name);
            let again =
                position(roles, name.as_str()).map(|at| [Key("split"), At(at), Key("role")]);
            let again = again.or_else(|| {
                let first = overlays[..index].iter().position(is_this)?;
                Some([Key("overlay"), At(first), Key("role")])
            });
            if let Some(first) = again {
                let sentence = format!("the role `{name}` is credited twice");
                let help = "name a role that is neither in the split nor in another overlay";
                self.conflict("P0609", &path("role"), &first, sentence, help);
            } else if unpaid {
                let sentence = format!("no rule pays the overlay `{name}`");
                let help = "let a rule pay \"each_by_share\" or \"each_in_full\", or take the \
                            overlay out";
                self.wrong("P0610", &path("role"), sentence, help);
            }
        }
    }

    /// Who takes what a split leaves over has a part in it.
    fn leftover(&mut self, roles: &[RoleDraft]) {
        let Some(Some(Leftover::Role(role))) = &self.draft.head.leftover else { return };
        let names: Option<Vec<_>> = roles.iter().map(|entry| entry.role.as_ref()).collect();
        if let Some(names) = names.filter(|names| !names.contains(&role)) {
            let names: Vec<_> = names.iter().map(|role| role.as_str()).collect();
            let sentence = format!("the split has no role `{role}`");
            let help =
                format!("write \"largest_remainder\", or a role of it: {}", names.join(", "));
            self.wrong("P0608", &[Key("plan"), Key("leftover")], sentence, &help);
        }
    }

    fn reserved(&mut self, name: &RoleId, path: &[Step]) {
        if ROLES_RESERVED.contains(&name.as_str()) {
            let sentence = format!("`{name}` is a word of the plan language, not a role");
            self.wrong("P0504", path, sentence, "give the role another name");
        }
    }

    fn roles(&mut self, roles: &[RoleDraft]) {
        for (index, role) in roles.iter().enumerate() {
            let Some(name) = &role.role else { continue };
            let path = [Key("split"), At(index), Key("role")];
            self.reserved(name, &path);
            if let Some(first) = position(&roles[..index], name.as_str()) {
                let sentence = format!("the split has the role `{name}` twice");
                let first = [Key("split"), At(first), Key("role")];
                let help = "write one [[split]] table per role, with the sum of its shares";
                self.conflict("P0607", &path, &first, sentence, help);
            }
        }
    }

    fn shares(&mut self, roles: &[RoleDraft]) {
        let mut sum = 0_i64;
        for (index, role) in roles.iter().enumerate() {
            let Some(share) = role.share else {
                // Without one share nothing can be said of the sum.
                return;
            };
            sum = sum.saturating_add(share.millionths());
            if share.is_zero() {
                let sentence = "a share of zero pays nobody".to_owned();
                let help = "give the role a share, or take it out of the split";
                self.wrong("P0601", &[Key("split"), At(index), Key("share")], sentence, help);
            }
        }
        if sum != Rate::HUNDRED.millionths() {
            let last = roles.len() - 1;
            let (whole, rest) = (sum / 10_000, sum % 10_000);
            let digits = format!("{whole}.{rest:04}");
            let said = digits.trim_end_matches('0').trim_end_matches('.');
            let sentence = format!("the shares add up to {said}%, not 100%");
            let help = "change the shares so that they add up to exactly 100%";
            self.wrong("P0602", &[Key("split"), At(last), Key("share")], sentence, help);
        }
    }

    fn absences(&mut self, roles: &[RoleDraft]) {
        let path = |index| [Key("split"), At(index), Key("when_absent")];
        for (index, role) in roles.iter().enumerate() {
            match (index, &role.when_absent) {
                (0, Some(Some(_))) => {
                    let sentence =
                        "the first role is the originator, whom every lead has".to_owned();
                    let help = "take when_absent out, or put the originator's role first";
                    self.wrong("P0603", &path(0), sentence, help);
                }
                (0, _) | (_, None) => {}
                (_, Some(None)) => {
                    let name = role.role.as_ref().map_or("this role", |role| role.as_str());
                    let sentence = format!("when nobody holds {name}, nobody bears its share");
                    let help = "write when_absent = and the role that bears the share then, such \
                                as the originator's";
                    self.wrong("P0604", &path(index), sentence, help);
                }
                (_, Some(Some(next))) => {
                    let known = roles.iter().all(|other| other.role.is_some());
                    if known && position(roles, next.as_str()).is_none() {
                        let sentence = format!("the split has no role `{next}`");
                        self.wrong("P0605", &path(index), sentence, "name a role of the split");
                    } else if runs_in_a_circle(roles, index) {
                        let sentence = "the share goes from role to role in a circle".to_owned();
                        let help = "let the last of these roles name the originator's";
                        self.wrong("P0606", &path(index), sentence, help);
                    }
                }
            }
        }
    }
}

fn position(roles: &[RoleDraft], name: &str) -> Option<usize> {
    roles.iter().position(|other| other.role.as_ref().is_some_and(|role| role.as_str() == name))
}

/// Whether following the absences from this role comes back to it.
fn runs_in_a_circle(roles: &[RoleDraft], from: usize) -> bool {
    let mut at = from;
    for _ in 0..roles.len() {
        let next = roles[at].when_absent.as_ref().and_then(|next| next.as_ref());
        match next.and_then(|next| position(roles, next.as_str())) {
            // The originator is always there, whatever is written behind it.
            None | Some(0) => return false,
            Some(next) if next == from => return true,
            Some(next) => at = next,
        }
    }
    false
}
