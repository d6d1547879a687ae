//! The text of campaigns, floors, caps and rules, as a plan file writes them.

use super::{
    Bonus, Campaign, Cap, CapPer, Floor, Payee, Pays, Pool, Rule, When, list, percent, rules, usd,
};

impl Campaign {
    pub(super) fn text(&self, at: usize) -> String {
        let until = self.until.map_or(String::new(), |until| format!(", until = {until}"));
        let bonus = match self.bonus {
            Bonus::Multiply(factor) => format!("multiply = {}", percent(factor)),
            Bonus::Extra(amount, per) => {
                format!("extra = {{ amount = {}, per = \"{per}\" }}", usd(amount))
            }
        };
        format!(
            "\n[[campaign]]\nid = \"campaign-{at}\"\nbecause = \"a test\"\nrules = [{}]\n\
             effective = {{ from = {}{until} }}\ndated_by = \"{}\"\n{bonus}\n",
            rules(&self.rules),
            self.from,
            self.dated_by
        )
    }
}

impl Floor {
    pub(super) fn text(&self, at: usize) -> String {
        let per = match self.per {
            "fact" => "per = \"fact\"".to_owned(),
            from => format!("per = \"deal\"\nfrom = \"{from}\""),
        };
        format!(
            "\n[[floor]]\nid = \"floor-{at}\"\nbecause = \"a test\"\nrules = [{}]\n\
             at_least = {}\n{per}\nuplift = \"{}\"\n",
            rules(&self.rules),
            usd(self.at_least),
            self.uplift
        )
    }
}

impl Cap {
    pub(super) fn text(&self, at: usize) -> String {
        let on = self.on;
        let most = if on == "count" { self.at_most.to_string() } else { usd(self.at_most) };
        let per = match self.per {
            CapPer::Fact => "\"fact\"".to_owned(),
            CapPer::Deal => "\"deal\"".to_owned(),
            CapPer::Payee(period) => format!("{{ per = \"payee\", period = \"{period}\" }}"),
        };
        let excess = match self.excess {
            "boss" => "{ passed_to = \"boss\" }".to_owned(),
            word => format!("\"{word}\""),
        };
        let measured_at = match (self.at_vesting, self.at_payout) {
            (true, _) => "measured_at = \"vesting\"\n",
            (_, true) => "measured_at = \"payout\"\n",
            _ => "",
        };
        format!(
            "\n[[cap]]\nid = \"cap-{at}\"\nbecause = \"a test\"\nrules = [{}]\non = \"{on}\"\n\
             at_most = {most}\nper = {per}\nexcess = {excess}\nafter_reversal = \"{}\"\n{measured_at}",
            rules(&self.rules),
            self.after_reversal
        )
    }
}

impl Pool {
    /// Its id, which says all of its words.
    pub fn id(&self) -> String {
        let words = [self.each, self.dated_by, self.counts, self.exceeded, self.after_reversal];
        words.join("-").replace('_', "-")
    }

    pub(super) fn text(&self) -> String {
        let dated_by = match self.each {
            "plan" => String::new(),
            _ => format!("dated_by = \"{}\"\n", self.dated_by),
        };
        let (exceeded, more) = match self.exceeded {
            "stop" => ("stop", ""),
            "lapses" => ("queue", "at_end = \"lapses\"\n"),
            "stays" => ("queue", "at_end = \"stays\"\n"),
            _ => ("pro_rata_at_close", "days_after = 3\n"),
        };
        format!(
            "\n[[pool]]\nid = \"{}\"\nbecause = \"a test\"\nrules = [{}]\namount = {}\n\
             each = \"{}\"\n{dated_by}counts = \"{}\"\nexceeded = \"{exceeded}\"\n{more}\
             after_reversal = \"{}\"\n",
            self.id(),
            rules(&self.rules),
            usd(self.amount),
            self.each,
            self.counts,
            self.after_reversal
        )
    }
}

impl Rule {
    pub(super) fn text(&self) -> String {
        let when = match &self.when {
            When::Always => "\"always\"".to_owned(),
            When::Otherwise => "\"otherwise\"".to_owned(),
            When::All { lead, elapsed, fact } => {
                let mut all = Vec::new();
                if !lead.is_empty() {
                    all.push(format!("lead = [{}]", list(lead)));
                }
                all.extend(elapsed.map(|(from, to, least, until)| {
                    format!(
                        "elapsed = [{{ from = \"{from}\", to = \"{to}\", days = {{ from = {least}, \
                         until = {until} }} }}]"
                    )
                }));
                all.extend(
                    fact.map(|(name, value)| format!("facts = {{ {name} = [\"{value}\"] }}")),
                );
                format!("{{ {} }}", all.join(", "))
            }
        };
        let payee = match self.payee {
            Payee::ByShare => "\"each_by_share\"".to_owned(),
            Payee::InFull => "\"each_in_full\"".to_owned(),
            Payee::Role(role) => format!("\"{role}\""),
            Payee::Manager(role, on) => format!("{{ manager_of = \"{role}\", on = \"{on}\" }}"),
        };
        let pays = match self.pays {
            Pays::Nothing => "\"nothing\"".to_owned(),
            Pays::Flat(flat) => format!("{{ flat = {} }}", usd(flat)),
            Pays::Given(it) => format!("{{ {} = \"{}\" }}", it.word, it.id),
            Pays::Points(points) => format!("{{ points = \"{points} points\" }}"),
            Pays::Rate(rate, of) => {
                format!("{{ rate = {}, of = \"{}\" }}", percent(rate), of.word())
            }
            Pays::PerUnit(each, of) => {
                format!("{{ per_unit = {}, of = \"{}\" }}", usd(each), of.word())
            }
            Pays::Tiers(at, None) => format!("{{ tiers = \"table-{at}\" }}"),
            Pays::Tiers(at, Some(of)) => {
                format!("{{ tiers = \"table-{at}\", of = \"{}\" }}", of.word())
            }
        };
        let mut text = format!(
            "\n  [[component.rule]]\n  id = \"{}\"\n  because = \"a test\"\n  when = {when}\n  \
             payee = {payee}\n  pays = {pays}\n",
            self.id
        );
        if !self.holdback.is_empty() {
            text += &format!("  holdback = {}\n", self.holdback);
        }
        if !self.books.is_empty() {
            text += &format!("  books = {}\n", self.books);
        }
        if self.pays != Pays::Nothing {
            text += &format!("  hold = {}\n  clawback = {}\n", self.hold, self.clawback);
        }
        text
    }
}
