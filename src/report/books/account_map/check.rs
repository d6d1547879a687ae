//! How the lines of an account map go together: each can apply, and no two accounts come to one
//! name unless their lines say so.
//!
//! Names are compared as they are written. That an id is by chance what another name has there is
//! noticed when the books are written.

use super::kind::KINDS;
use super::read::Placed;
use super::{Kind, Line, Piece};
use crate::plan::parse::Report;

/// The way out where two accounts come to one name.
const APART: &str = "give them different names, or write merge = true where they may come together";

/// Reports what does not go together. Each line is reported once.
pub(super) fn lines(lines: &[Placed], report: &mut Report<'_>) {
    for (index, placed) in lines.iter().enumerate() {
        let (line, at) = (&placed.line, placed.at.clone());
        let before = &lines[..index];
        if let Some(earlier) = before.iter().find(|it| it.line.takes_all_of(line)) {
            let sentence = "this line can never apply: an earlier one takes all that it could";
            let help = "put the narrower line first, or take this one out";
            report.conflict("A0301", at, earlier.at.clone(), sentence, help);
            continue;
        }
        let name_at = placed.name_at.clone();
        if let Some(own) = line.of.own.filter(|_| !line.merge && !line.name.contains(&Piece::Own)) {
            let sentence = format!("every {own} would come to one account");
            let help = format!("write {{{own}}} into the name, or merge = true");
            report.wrong("A0302", name_at, sentence, help);
            continue;
        }
        let clashes = |it: &&Placed| line.clashes(&it.line) && !(line.merge && it.line.merge);
        if let Some(earlier) = before.iter().find(clashes) {
            let sentence = format!("{} and {} have one name", earlier.line.of.name, line.of.name);
            report.conflict("A0303", name_at, earlier.name_at.clone(), sentence, APART);
            continue;
        }
        let renamed = |kind: &Kind| {
            lines.iter().any(|it| it.line.of.name == kind.name && it.line.is_for_all())
        };
        let kept = KINDS.iter().filter(|kind| kind.name != line.of.name && !renamed(kind));
        if let Some(kind) = kept.into_iter().find(|kind| line.name == kept_name(kind)) {
            let sentence = format!("{} has this name already", kind.name);
            report.wrong("A0304", name_at, sentence, "give another name, or rename that one too");
        }
    }
}

impl Line {
    /// Whether every account of its sort has the name of this line.
    fn is_for_all(&self) -> bool {
        self.entity.is_none()
            && self.pay_group.is_none()
            && self.plan.is_none()
            && self.rule.is_none()
    }

    fn takes_all_of(&self, later: &Line) -> bool {
        fn covers<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.is_none() || one == other
        }
        self.of.name == later.of.name
            && covers(self.entity.as_ref(), later.entity.as_ref())
            && covers(self.pay_group.as_ref(), later.pay_group.as_ref())
            && covers(self.plan.as_ref(), later.plan.as_ref())
            && covers(self.rule.as_ref(), later.rule.as_ref())
    }

    /// Whether two accounts come to one name by these two lines. One account may have one name by
    /// several lines; the same account of two legal entities is two.
    fn clashes(&self, other: &Line) -> bool {
        if self.name != other.name {
            return false;
        }
        let is_apart =
            self.entity.is_some() && other.entity.is_some() && self.entity != other.entity;
        let by_entity = |line: &Line| line.name.contains(&Piece::Entity);
        if is_apart {
            !(by_entity(self) && by_entity(other))
        } else {
            self.of.name != other.of.name
        }
    }
}

/// The name of an account that no line renames.
fn kept_name(kind: &Kind) -> Vec<Piece> {
    let parts = kind.name.split(':').map(|part| Piece::Text(part.to_owned()));
    parts.chain(kind.own.map(|_| Piece::Own)).collect()
}
