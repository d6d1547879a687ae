//! Dates of a version, and that it is chosen before any of its components is triggered.

use super::Lint;
use crate::deal::Milestone;
use crate::plan::parse::Step::{At, Key};
use crate::plan::version::ChosenBy;

impl Lint<'_, '_> {
    /// The version lasts a day at least, and is known when something is triggered.
    pub(super) fn version(&mut self) {
        if let Some(effective) = self.draft.head.effective
            && let Some(until) = effective.until
            && until <= effective.from
        {
            let path = |key| [Key("plan"), Key("effective"), Key(key)];
            let from = effective.from;
            let sentence = format!("the version is in force from {from} until {until}, on no day");
            let help = "write the day after the last day in force, or leave until out";
            self.conflict("P0203", &path("until"), &path("from"), sentence, help);
        }
        // A version chosen by the win is not known when a lead is reported or accepted.
        let first = match self.draft.head.chosen_by {
            Some(ChosenBy::Accepted) => Milestone::Accepted,
            Some(ChosenBy::Won) => Milestone::Won,
            Some(ChosenBy::Reported | ChosenBy::Milestone) | None => return,
        };
        for (index, component) in self.draft.components.iter().enumerate() {
            if let Some(on) = component.on.filter(|on| *on < first) {
                let sentence = format!(
                    "the component is triggered when a lead is {on}, but its version is chosen \
                     when it is {first}"
                );
                let help = format!(
                    "trigger the component by {first} or later, or write chosen_by = \"reported\" \
                     or \"milestone\""
                );
                let path = [Key("component"), At(index), Key("on")];
                self.conflict("P0204", &path, &[Key("plan"), Key("chosen_by")], sentence, &help);
            }
        }
    }
}
