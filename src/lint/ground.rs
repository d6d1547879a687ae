//! Ground rules for leads: kinds and facts that the plan knows, and each kind once.

use super::Lint;
use crate::lead::LeadKind;
use crate::plan::fact::ToldWith;
use crate::plan::ground::Competing;
use crate::plan::parse::Step::{At, Key};

impl Lint<'_, '_> {
    /// What the ground rules name.
    pub(super) fn ground(&mut self) {
        self.second_reporter();
        self.retained_kinds();
        let draft = self.draft;
        let Some(entries) = &draft.leads.ground.qualify else { return };
        let mut seen: Vec<(usize, Option<&LeadKind>)> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let kinds: Vec<Option<&LeadKind>> = match &entry.kinds {
                None => Vec::new(),
                Some(None) => vec![None],
                Some(Some(kinds)) => kinds.iter().map(Some).collect(),
            };
            for kind in kinds {
                let meets = |other: &&(usize, Option<&LeadKind>)| {
                    other.0 != index && (other.1.is_none() || kind.is_none() || other.1 == kind)
                };
                if let Some((first, _)) = seen.iter().find(meets) {
                    let path = [Key("leads"), Key("qualify"), At(index), Key("kinds")];
                    let first = [Key("leads"), Key("qualify"), At(*first), Key("kinds")];
                    let name = kind.map_or("all", |kind| kind.as_str());
                    let sentence = format!("what `{name}` must carry is said twice");
                    let help = "name each kind in one entry, and \"all\" only where it is alone";
                    self.conflict("P1501", &path, &first, sentence, help);
                }
                self.known_kind(index, kind);
                seen.push((index, kind));
            }
            self.told_with_report(index);
        }
    }

    /// The role of a second reporter is one that is paid and not the first reporter's.
    fn second_reporter(&mut self) {
        let draft = self.draft;
        let Some(Some(protection)) = &draft.leads.ground.protection else { return };
        let Competing::SharedWith(role) = &protection.competing else { return };
        let (Some(split), Some(overlays)) = (&draft.split, &draft.overlays) else { return };
        let of_split = split.iter().skip(1).map(|it| it.role.as_ref());
        let mut paid = of_split.chain(overlays.iter().map(|it| it.role.as_ref()));
        if paid.any(|it| it.is_none_or(|it| it == role)) {
            return;
        }
        let path = [Key("leads"), Key("protection"), Key("competing"), Key("shared_with")];
        let sentence = format!("the role `{role}` is not one a second reporter can be paid in");
        let help = "write a role of the split other than the first, or of an overlay";
        self.wrong("P1504", &path, sentence, help);
    }

    /// A kind that can be retained is one the plan knows.
    fn retained_kinds(&mut self) {
        let draft = self.draft;
        let Some(Some(kinds)) = &draft.leads.ground.retained_kinds else { return };
        let Some(known) = &draft.leads.declared_kinds else { return };
        for (index, kind) in kinds.iter().enumerate() {
            if let LeadKind::Declared(kind) = kind
                && !known.contains(kind)
            {
                let path = [Key("leads"), Key("retained_kinds"), At(index)];
                let sentence = format!("the plan knows no lead kind `{kind}`");
                let help = "write a built-in kind, or declare it in kinds";
                self.wrong("P1502", &path, sentence, help);
            }
        }
    }

    fn known_kind(&mut self, index: usize, kind: Option<&LeadKind>) {
        let Some(declared) = &self.draft.leads.declared_kinds else { return };
        if let Some(LeadKind::Declared(kind)) = kind
            && !declared.contains(kind)
        {
            let path = [Key("leads"), Key("qualify"), At(index), Key("kinds")];
            let sentence = format!("the plan knows no lead kind `{kind}`");
            let help = "write a built-in kind, or declare it in kinds";
            self.wrong("P1502", &path, sentence, help);
        }
    }

    fn told_with_report(&mut self, index: usize) {
        let draft = self.draft;
        let Some(facts) = &draft.facts else { return };
        let entry = draft.leads.ground.qualify.as_ref().and_then(|entries| entries.get(index));
        let carried = entry.and_then(|entry| entry.must_carry.as_ref());
        for (place, name) in carried.into_iter().flatten().enumerate() {
            let path = [Key("leads"), Key("qualify"), At(index), Key("must_carry"), At(place)];
            let fact = facts.iter().find(|fact| fact.name.as_ref() == Some(name));
            let is_unread = facts.iter().any(|fact| fact.name.is_none());
            match fact {
                Some(fact) if fact.told == Some(ToldWith::Win) => {
                    let sentence = format!("the fact `{name}` is told with the win");
                    let help = "name facts that are told with the report";
                    self.wrong("P1503", &path, sentence, help);
                }
                None if !is_unread => {
                    let sentence = format!("the plan declares no fact `{name}`");
                    let help = "write a [[fact]] table for it with told = \"report\"";
                    self.wrong("P1503", &path, sentence, help);
                }
                _ => {}
            }
        }
    }
}
