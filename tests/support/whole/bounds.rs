//! The model's splits, campaigns, floors, caps and pools.

use super::super::fraction::{Frac, ZERO, divided};
use super::super::plan::*;
use super::{Case, Model, Part, Run, period};

impl Case<'_> {
    /// What a run stands for of the whole, where it was divided among roles.
    pub(super) fn share(&self, run: usize) -> Frac {
        match self.runs[run].part {
            Some(part) if self.is_divided && !self.is_in_full() => {
                Frac::millionths(self.parts[part].share)
            }
            _ => Frac::of(1),
        }
    }

    fn is_in_full(&self) -> bool {
        self.rule.payee == Payee::InFull
    }

    /// Whether a run is paid on top of the whole. Who is paid in full is not.
    pub(super) fn is_on_top(&self, run: &Run) -> bool {
        self.is_divided && !self.is_in_full() && run.part.is_some_and(|it| self.parts[it].on_top)
    }

    /// The runs that make up the whole.
    fn sum(&self) -> Frac {
        let counts = |run: &&Run| !self.is_on_top(run);
        self.runs.iter().filter(counts).fold(ZERO, |sum, run| sum + run.amount)
    }

    /// Divides whole units among the parts; overlays come on top of them.
    pub(super) fn divide(&self, whole: i128, before: &[i128]) -> Vec<i128> {
        let mode = self.plan.roundings.last().unwrap().mode;
        let within = |part: &&Part| !part.on_top;
        let posted: i128 =
            self.parts.iter().zip(before).filter(|it| !it.0.on_top).map(|it| it.1).sum();
        let all = whole + posted;
        let due = |part: &Part| Frac::of(all) * Frac::millionths(part.share);
        let rounded = |at: usize| due(&self.parts[at]).rounded(mode) - before[at];
        let rest = self.plan.leftover.filter(|it| *it != "largest_remainder");
        let rest = self.parts.iter().position(|part| Some(&*part.role) == rest);
        let mut minors = vec![0; self.parts.len()];
        for at in (0..self.parts.len()).filter(|at| self.parts[*at].on_top) {
            minors[at] = if whole < 0 { rounded(at).min(0) } else { rounded(at).max(0) };
        }
        let inside = self.parts.iter().filter(within).count();
        match rest {
            Some(rest) => {
                for at in (0..inside).filter(|at| *at != rest) {
                    minors[at] = if whole < 0 { rounded(at).min(0) } else { rounded(at).max(0) };
                }
                let others: i128 = minors[..inside].iter().sum();
                minors[rest] = whole - others;
                // Never the other way round: the last of the others give way.
                for at in (0..inside).rev().filter(|at| *at != rest) {
                    let over = if whole < 0 { minors[rest].max(0) } else { minors[rest].min(0) };
                    let given =
                        if whole < 0 { over.min(-minors[at]) } else { over.max(-minors[at]) };
                    minors[at] += given;
                    minors[rest] -= given;
                }
            }
            None => {
                let sign = if whole < 0 { -1 } else { 1 };
                let lacks = |at: usize| {
                    let lack = due(&self.parts[at]) - Frac::of(before[at]);
                    (lack * Frac::of(sign)).max(ZERO)
                };
                let mut weights: Vec<Frac> = (0..inside).map(lacks).collect();
                if weights.iter().all(|weight| *weight == ZERO) {
                    weights =
                        (0..inside).map(|at| Frac::millionths(self.parts[at].share)).collect();
                }
                minors[..inside].copy_from_slice(&divided(whole, &weights));
            }
        }
        minors
    }

    pub(super) fn credit_split(&mut self) {
        if self.is_divided || self.parts.len() == 1 {
            return;
        }
        let whole = self.runs.remove(0);
        let zeros = vec![0; self.parts.len()];
        let is_money = !matches!(self.rule.pays, Pays::Flat(_) | Pays::Points(_) | Pays::Given(_));
        let percent = match self.rule.pays {
            Pays::Tiers(table, _) => self.plan.tables[table].grain == Grain::Percent,
            _ => false,
        };
        let bases = if is_money { self.divide(whole.base, &zeros) } else { zeros.clone() };
        let measures = match percent {
            true => vec![whole.measure; self.parts.len()],
            false if is_money => self.divide(whole.measure, &zeros),
            false => zeros,
        };
        let run = |(at, (base, measure))| Run { part: Some(at), base, measure, ..whole.clone() };
        self.runs = bases.into_iter().zip(measures).enumerate().map(run).collect();
        self.is_divided = true;
    }

    pub(super) fn round(&mut self) {
        let mode = self.plan.roundings[self.rounds].mode;
        self.rounds += 1;
        self.is_whole = true;
        self.runs.iter_mut().for_each(|run| run.amount = Frac::of(run.amount.rounded(mode)));
    }

    /// Caps hold whatever came behind them in the order.
    pub(super) fn stay_within(&mut self) {
        for run in &mut self.runs {
            for room in std::mem::take(&mut run.room) {
                run.amount = run.amount.min(Frac::of(room));
            }
        }
        let within: Vec<bool> = self.runs.iter().map(|run| !self.is_on_top(run)).collect();
        for mut room in std::mem::take(&mut self.room) {
            for (run, _) in self.runs.iter_mut().zip(&within).filter(|it| *it.1) {
                run.amount = run.amount.min(Frac::of(room));
                room -= run.amount.floor();
            }
            let mode = self.plan.roundings.last().unwrap().mode;
            for (run, _) in self.runs.iter_mut().zip(&within).filter(|it| *it.1) {
                run.carried = run.carried.min(Frac::of(room));
                room -= run.carried.rounded(mode);
            }
        }
        self.stay_in_pool();
    }

    /// Whether a part comes out of a pool.
    pub(super) fn is_funded(&self, pool: &Pool, run: &Run) -> bool {
        pool.counts == "all_payees" || !self.is_on_top(run)
    }

    /// A pool in the period of the fact.
    pub(super) fn in_period_of(&self, pool: &Pool) -> String {
        match pool.each {
            "plan" => pool.id(),
            span => format!("{} {}", pool.id(), period(span, self.on)),
        }
    }

    /// A pool holds whatever rounding made of what came out of it.
    fn stay_in_pool(&mut self) {
        let Some(mut left) = self.in_pool.take() else { return };
        let pool = self.plan.pools.iter().find(|it| it.rules.contains(&self.rule.id)).unwrap();
        for at in 0..self.runs.len() {
            if self.is_funded(pool, &self.runs[at]) && self.runs[at].amount.is_positive() {
                let run = &mut self.runs[at];
                run.amount = run.amount.min(Frac::of(left));
                left -= run.amount.floor();
            }
        }
    }

    fn pass_on(&mut self, cap: &Cap, excess: Frac) {
        let mode = self.plan.roundings.last().unwrap().mode;
        if cap.excess == "boss" {
            self.passed += excess.rounded(mode).max(0);
        }
    }
}

impl Model<'_> {
    pub(super) fn campaigns(&mut self, case: &mut Case<'_>) {
        case.is_whole = false;
        let is_first = !self.begun.contains(&format!("{} {}", case.rule.id, case.lead.key));
        let day = |text: &str| text.parse::<referral_ledger::time::Date>().unwrap();
        let runs = |it: &&Campaign| {
            let on = case.lead.days.get(it.dated_by);
            let is_on = |on: &referral_ledger::time::Date| {
                day(it.from) <= *on && it.until.is_none_or(|until| *on < day(until))
            };
            let once = !matches!(it.bonus, Bonus::Extra(_, "deal")) || is_first;
            it.rules.contains(&case.rule.id) && on.is_some_and(is_on) && once
        };
        let running: Vec<Campaign> = self.plan.campaigns.iter().filter(runs).cloned().collect();
        let with = |bonus: Bonus, amount: Frac, share: Frac| match bonus {
            Bonus::Multiply(factor) => amount * Frac::millionths(factor),
            Bonus::Extra(extra, _) => amount + Frac::of(i128::from(extra)) * share,
        };
        let alone = case.is_divided && case.is_in_full();
        let whole = case.sum();
        let shares: Vec<Frac> = (0..case.runs.len()).map(|at| case.share(at)).collect();
        for (run, share) in case.runs.iter_mut().zip(shares) {
            let looked_at = if alone { run.amount } else { whole };
            if run.is_nothing || looked_at == ZERO {
                continue;
            }
            let mut bonuses: Vec<Bonus> = running.iter().map(|it| it.bonus).collect();
            if self.plan.meeting == Some("largest") && bonuses.len() > 1 {
                let pays = |bonus: &Bonus| with(*bonus, looked_at, Frac::of(1));
                let most = bonuses.iter().map(pays).max().unwrap();
                let first = bonuses.iter().position(|bonus| pays(bonus) == most).unwrap();
                bonuses = vec![bonuses[first]];
            }
            for bonus in bonuses {
                run.amount = with(bonus, run.amount, share);
            }
        }
    }

    pub(super) fn floor(&mut self, case: &mut Case<'_>) {
        let plan = self.plan;
        let its = |(_, it): &(usize, &Floor)| it.rules.contains(&case.rule.id);
        let Some((number, floor)) = plan.floors.iter().enumerate().find(its) else { return };
        let least = Frac::of(i128::from(floor.at_least));
        let raised = |sum: Frac| if sum.is_positive() { sum.max(least) } else { sum };
        let alone = case.is_divided && case.is_in_full();
        let (lead, counts) = (&case.lead.key, floor.per == "first_fact" || case.is_complete);
        let mut of = |amount: Frac, whose: &str| {
            if floor.per == "fact" {
                return raised(amount);
            }
            let key = format!("{number} {} {lead} {whose}", case.rule.id);
            let (came, went) = self.floors.get(&key).copied().unwrap_or((ZERO, ZERO));
            let sum = came + amount;
            let so_far = if counts { raised(sum) } else { sum };
            let out = (so_far - went).max(ZERO);
            self.floors.insert(key, (sum, went + out));
            out
        };
        if alone {
            for run in &mut case.runs {
                let payee = &case.parts[run.part.unwrap()].payee;
                run.amount = of(run.amount, payee);
            }
            return;
        }
        let amount = case.sum();
        let out = of(amount, "");
        let shares: Vec<Frac> = (0..case.runs.len()).map(|at| case.share(at)).collect();
        if out >= amount {
            for (run, share) in case.runs.iter_mut().zip(shares).filter(|it| !it.0.is_nothing) {
                run.amount = run.amount + (out - amount) * share;
            }
            return;
        }
        // What was paid in advance is taken off by share, and what one lacks off the others.
        let within: Vec<bool> = case.runs.iter().map(|run| !case.is_on_top(run)).collect();
        let mut lacks = ZERO;
        for ((run, share), within) in case.runs.iter_mut().zip(shares).zip(&within) {
            let left = run.amount - (amount - out) * share;
            run.amount = left.max(ZERO);
            lacks = if *within { lacks + (run.amount - left) } else { lacks };
        }
        for (run, _) in case.runs.iter_mut().zip(within).filter(|it| it.1) {
            let given = lacks.min(run.amount);
            (run.amount, lacks) = (run.amount - given, lacks - given);
        }
    }

    pub(super) fn deal_caps(&mut self, case: &mut Case<'_>) {
        let plan = self.plan;
        for (at, cap) in plan.caps.iter().enumerate() {
            let amount = case.sum();
            let is_per_payee = matches!(cap.per, CapPer::Payee(_));
            let is_another = is_per_payee || cap.on == "base";
            if is_another || !cap.rules.contains(&case.rule.id) || !amount.is_positive() {
                continue;
            }
            let used = match cap.per {
                CapPer::Fact => 0,
                _ => self.caps.get(&format!("{at} {}", case.lead.key)).copied().unwrap_or(0),
            };
            let left = (i128::from(cap.at_most) - used).max(0);
            let out = match cap.on == "count" {
                true if left > 0 => amount,
                true => {
                    case.room.push(0);
                    ZERO
                }
                false => {
                    case.room.push(left);
                    amount.min(Frac::of(left))
                }
            };
            if out < amount {
                let mode = plan.roundings.last().unwrap().mode;
                let on_top: Vec<bool> = case.runs.iter().map(|run| case.is_on_top(run)).collect();
                let weight = |(run, on_top): (&Run, &bool)| if *on_top { ZERO } else { run.amount };
                let weights: Vec<Frac> = case.runs.iter().zip(&on_top).map(weight).collect();
                let parts = divided(out.floor(), &weights);
                for ((run, part), on_top) in case.runs.iter_mut().zip(parts).zip(on_top) {
                    let with_it = run.amount.part_of(amount) * out;
                    run.amount = Frac::of(if on_top { with_it.rounded(mode) } else { part });
                }
                case.pass_on(cap, amount - out);
            }
        }
    }

    /// The pool of the rule pays one part after the other until it is empty.
    pub(super) fn pool(&mut self, case: &mut Case<'_>) {
        let mut pools = self.plan.pools.iter();
        let Some(pool) = pools.find(|pool| pool.rules.contains(&case.rule.id)) else { return };
        if pool.exceeded != "stop" {
            return; // what waits has accrued
        }
        let used = self.pools.get(&case.in_period_of(pool)).copied().unwrap_or(0);
        let whole = (i128::from(pool.amount) - used).max(0);
        let mut left = Frac::of(whole);
        for at in 0..case.runs.len() {
            if case.is_funded(pool, &case.runs[at]) && case.runs[at].amount.is_positive() {
                let run = &mut case.runs[at];
                run.amount = run.amount.min(left);
                left = left - run.amount;
            }
        }
        case.in_pool = Some(whole);
    }

    pub(super) fn payee_caps(&mut self, case: &mut Case<'_>) {
        let plan = self.plan;
        for (at, cap) in plan.caps.iter().enumerate() {
            let CapPer::Payee(span) = cap.per else { continue };
            if !cap.rules.contains(&case.rule.id) || cap.on == "base" {
                continue;
            }
            for number in 0..case.runs.len() {
                let payee = &case.parts[case.runs[number].part.unwrap_or(0)].payee;
                let key = format!("{at} {payee} {}", period(span, case.on));
                let used = self.caps.get(&key).copied().unwrap_or(0);
                let left = (i128::from(cap.at_most) - used).max(0);
                let run = &mut case.runs[number];
                let amount = run.amount;
                if !amount.is_positive() {
                    continue;
                }
                run.amount = match cap.on == "count" {
                    true if left > 0 => amount,
                    true => {
                        run.room.push(0);
                        ZERO
                    }
                    false => {
                        run.room.push(left);
                        amount.min(Frac::of(left))
                    }
                };
                let excess = amount - run.amount;
                if cap.excess == "carried" && excess.is_positive() {
                    run.carried = run.carried + excess;
                }
                if case.parts[case.runs[number].part.unwrap_or(0)].payee != "boss" {
                    case.pass_on(cap, excess);
                }
            }
        }
    }

    /// Caps on the base per fact and per deal: what counts of it, and what each counts.
    pub(super) fn cut_for_all(&self, case: &Case<'_>, mut base: i128) -> (i128, Counts) {
        let mut counts = Vec::new();
        for (at, cap) in self.plan.caps.iter().enumerate() {
            let is_its = cap.on == "base" && cap.rules.contains(&case.rule.id);
            if !is_its || matches!(cap.per, CapPer::Payee(_)) || base <= 0 {
                continue;
            }
            let key = format!("{at} {}", case.lead.key);
            let used = match cap.per {
                CapPer::Deal => self.caps.get(&key).copied().unwrap_or(0),
                _ => 0,
            };
            base = base.min((i128::from(cap.at_most) - used).max(0));
            if cap.per == CapPer::Deal {
                counts.push((key, base));
            }
        }
        (base, counts)
    }

    /// Caps on the base per payee and period.
    pub(super) fn cut_for_payee(&self, case: &Case<'_>, at: usize) -> (i128, Counts) {
        let (mut base, mut counts) = (case.runs[at].base, Vec::new());
        for (at_cap, cap) in self.plan.caps.iter().enumerate() {
            let CapPer::Payee(span) = cap.per else { continue };
            if cap.on != "base" || !cap.rules.contains(&case.rule.id) || base <= 0 {
                continue;
            }
            let payee = &case.parts[case.runs[at].part.unwrap()].payee;
            let key = format!("{at_cap} {payee} {}", period(span, case.on));
            let used = self.caps.get(&key).copied().unwrap_or(0);
            base = base.min((i128::from(cap.at_most) - used).max(0));
            counts.push((key, base));
        }
        (base, counts)
    }

    pub(super) fn count(&mut self, counts: Counts) {
        for (key, more) in counts {
            *self.caps.entry(key).or_default() += more;
        }
    }
}

/// How much more caps count.
type Counts = Vec<(String, i128)>;
