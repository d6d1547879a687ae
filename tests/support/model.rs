//! A second opinion on amounts, written from the plan's text and section 6 of the design.
//!
//! It knows nothing of the crate's pipeline, counts in whole fractions, and goes through all facts
//! again for every answer. It does not know holds, runs or books: they move no totals.

use super::histories::plan_variants::Variant;
use referral_ledger::command::{Command, ReportLead};
use referral_ledger::deal::Line;
use referral_ledger::id::{DealId, LeadId, PayeeId, PaymentId};
use referral_ledger::time::Date;
use std::collections::BTreeMap;

struct Deal {
    kind: String,
    /// Payees with their shares in millionths, in the plan's order of roles.
    parts: Vec<(PayeeId, i128)>,
    won_on: Date,
    installed_on: Option<Date>,
    payments: Vec<Payment>,
    kept: Vec<i128>,
}

struct Payment {
    id: PaymentId,
    on: Date,
    net: i128,
    rule: &'static str,
    /// What the split gave each part, and whether its payee was employed and got it.
    parts: Vec<(i128, bool)>,
    /// What was returned inside the window.
    returned: i128,
    /// What was taken back from each part when this payment went back.
    reversed: Vec<i128>,
}

struct Model<'a> {
    plan: &'a Variant,
    employed: BTreeMap<PayeeId, (Date, Option<Date>)>,
    leads: BTreeMap<LeadId, ReportLead>,
    deals: BTreeMap<DealId, Deal>,
    /// Accrued and taken back, by payee, rule and month of the facts, in minor units.
    totals: BTreeMap<String, (i128, i128)>,
}

/// A fraction rounded as the plan says; the denominator is positive, the numerator not negative.
fn rounded(mode: &str, numerator: i128, denominator: i128) -> i128 {
    let (floor, rest) = (numerator / denominator, numerator % denominator);
    let up = match mode {
        "half_even" => 2 * rest > denominator || (2 * rest == denominator && floor % 2 == 1),
        "half_away_from_zero" => 2 * rest >= denominator,
        "half_toward_zero" => 2 * rest > denominator,
        "away_from_zero" | "toward_plus_infinity" => rest > 0,
        _ => false,
    };
    floor + i128::from(up)
}

/// Divides a total by weights: whole units first, then one each by the largest fraction, ties to
/// the first.
fn divided(total: i128, weights: &[i128]) -> Vec<i128> {
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let mut parts: Vec<i128> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| (total * weights[*b] % sum).cmp(&(total * weights[*a] % sum)));
    let left = total - parts.iter().sum::<i128>();
    order.into_iter().take(usize::try_from(left).unwrap()).for_each(|at| parts[at] += 1);
    parts
}

fn net(lines: &[Line]) -> i128 {
    lines.iter().map(|line| i128::from(line.net.minor())).sum()
}

const EQUIPMENT: [&str; 3] = ["upgrade", "new_site", "new_equipment"];
const SERVICE: [&str; 2] = ["service_contract", "consumables"];
const WHOLE: i128 = 1_000_000;

/// What the facts come to: accrued and taken back by payee, rule and month, zeros left out.
pub fn totals(plan: &Variant, facts: &[Command]) -> BTreeMap<String, (i128, i128)> {
    let (employed, leads, deals) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut model = Model { plan, employed, leads, deals, totals: BTreeMap::new() };
    facts.iter().for_each(|fact| model.hear(fact));
    model.totals.retain(|_, sums| *sums != (0, 0));
    model.totals
}

impl Model<'_> {
    fn hear(&mut self, fact: &Command) {
        match fact {
            Command::RegisterPayee(it) => {
                self.employed.insert(it.payee.clone(), (it.employed_from, None));
            }
            Command::LeavePayee(it) => {
                self.employed.get_mut(&it.payee).unwrap().1 = Some(it.last_day);
            }
            Command::ReportLead(it) => {
                self.leads.insert(it.lead, it.clone());
            }
            Command::AcceptLead(it) => {
                let lead = self.leads[&it.lead].clone();
                let pays =
                    [&EQUIPMENT[..], &["service_contract"]].concat().contains(&lead.kind.as_str());
                if pays && self.is_employed(&lead.by, it.accepted_on) {
                    self.book(&lead.by, "qualified-lead", it.accepted_on, 2_500, 0);
                }
            }
            Command::WinDeal(it) => {
                let mut lead = self.leads[&it.lead].clone();
                lead.credits.extend(it.credits.iter().cloned());
                self.win(it.deal, &lead, it.won_on);
            }
            Command::InstallDeal(it) => {
                self.deals.get_mut(&it.deal).unwrap().installed_on = Some(it.installed_on);
            }
            Command::RecordPayment(it) => {
                self.pay(it.deal, it.payment, it.received_on, net(&it.lines));
            }
            Command::RecordRefund(it) => self.refund(it.payment, it.refunded_on, net(&it.lines)),
            Command::CancelDeal(it) => self.cancel(it.deal, it.cancelled_on),
            _ => {}
        }
    }

    fn is_employed(&self, payee: &PayeeId, on: Date) -> bool {
        let (from, until) = self.employed[payee];
        from <= on && until.is_none_or(|last| on <= last)
    }

    fn book(&mut self, payee: &PayeeId, rule: &str, on: Date, accrued: i128, back: i128) {
        let sums = self.totals.entry(format!("{payee} {rule} {}", on.month())).or_default();
        (sums.0, sums.1) = (sums.0 + accrued, sums.1 + back);
    }

    fn splits_first(&self) -> bool {
        self.plan.order == ["pay_split", "round"]
    }

    /// Who is paid by share: a role that nobody holds leaves its share to the role before it.
    fn parts(&self, lead: &ReportLead) -> Vec<(PayeeId, i128)> {
        let mut parts: Vec<(PayeeId, i128)> = Vec::new();
        for (at, (role, share)) in self.plan.split.iter().enumerate() {
            let holder = lead.credits.iter().find(|it| it.role.as_str() == *role);
            match holder.map(|it| &it.payee).or((at == 0).then_some(&lead.by)) {
                Some(payee) => parts.push((payee.clone(), *share)),
                None => parts.last_mut().unwrap().1 += share,
            }
        }
        if self.plan.splits() { parts } else { vec![(lead.by.clone(), WHOLE)] }
    }

    /// A flat amount, or a further part of one that grows, over the parts.
    fn spread(&self, whole: i128, parts: &[(PayeeId, i128)], posted: &[i128]) -> Vec<i128> {
        let after = whole + posted.iter().sum::<i128>();
        let owed = parts.iter().zip(posted).map(|(it, posted)| it.1 * after - WHOLE * posted);
        divided(whole, &owed.map(|owed| owed.max(0)).collect::<Vec<_>>())
    }

    fn win(&mut self, id: DealId, lead: &ReportLead, won_on: Date) {
        let parts = self.parts(lead);
        let mut kept = vec![0; parts.len()];
        if ["unhappy_customer", "competitor_visit"].contains(&lead.kind.as_str()) {
            let alone = |it: &(PayeeId, i128)| rounded(self.plan.mode, 15_000 * it.1, WHOLE);
            kept = if self.splits_first() {
                parts.iter().map(alone).collect()
            } else {
                self.spread(15_000, &parts, &kept)
            };
            for ((payee, _), minor) in parts.iter().zip(&mut kept) {
                *minor *= i128::from(self.is_employed(payee, won_on));
                self.book(payee, "customer-kept", won_on, *minor, 0);
            }
        }
        let (kind, payments, installed_on) = (lead.kind.to_string(), Vec::new(), None);
        self.deals.insert(id, Deal { kind, parts, won_on, installed_on, payments, kept });
    }

    fn pay(&mut self, deal: DealId, id: PaymentId, on: Date, net: i128) {
        let it = &self.deals[&deal];
        let in_term = (0..self.plan.term).contains(&on.days_since(it.won_on));
        let (rule, rate) = match &*it.kind {
            kind if in_term && EQUIPMENT.contains(&kind) => {
                ("equipment-commission", self.plan.rate)
            }
            kind if in_term && SERVICE.contains(&kind) => ("service-commission", 50_000),
            _ => ("no-commission", 0),
        };
        let before: Vec<&Payment> = it.payments.iter().filter(|it| it.rule == rule).collect();
        let cumulative = self.plan.basis == "cumulative";
        let so_far: i128 = before.iter().map(|it| it.net).sum();
        let base = if cumulative { so_far + net } else { net };
        let posted: Vec<i128> = (0..it.parts.len())
            .map(|at| before.iter().map(|payment| payment.parts[at].0).sum())
            .collect();
        let amounts = if self.splits_first() {
            let alone = |((_, share), posted): (&(PayeeId, i128), &i128)| {
                let exact = rounded(self.plan.mode, base * rate * share, WHOLE * WHOLE);
                if cumulative { (exact - posted).max(0) } else { exact }
            };
            it.parts.iter().zip(&posted).map(alone).collect()
        } else {
            let whole = rounded(self.plan.mode, base * rate, WHOLE);
            let less = if cumulative { posted.iter().sum() } else { 0 };
            self.spread(whole - less, &it.parts, &posted)
        };
        let mut parts = Vec::new();
        for ((payee, _), amount) in it.parts.clone().iter().zip(amounts) {
            let employed = self.is_employed(payee, on);
            self.book(payee, rule, on, if employed { amount } else { 0 }, 0);
            parts.push((amount, employed));
        }
        let reversed = vec![0; parts.len()];
        let payment = Payment { id, on, net, rule, parts, returned: 0, reversed };
        self.deals.get_mut(&deal).unwrap().payments.push(payment);
    }

    /// Whether a fact of this day still takes back what the payment earned.
    fn is_open(&self, deal: &Deal, payment: &Payment, on: Date) -> bool {
        let Some((days, after, last_day_in)) = self.plan.window else { return true };
        let anchor = match after {
            _ if payment.rule == "service-commission" => return true,
            "paid" => Some(payment.on),
            "won" => Some(deal.won_on),
            _ => deal.installed_on,
        };
        anchor.is_none_or(|anchor| on.days_since(anchor) < i64::from(days + u32::from(last_day_in)))
    }

    fn refund(&mut self, id: PaymentId, on: Date, net: i128) {
        let is_its = |deal: &&mut Deal| deal.payments.iter().any(|payment| payment.id == id);
        let mut deals = std::mem::take(&mut self.deals);
        let deal = deals.values_mut().find(is_its).unwrap();
        let at = deal.payments.iter().position(|payment| payment.id == id).unwrap();
        if self.is_open(deal, &deal.payments[at], on) {
            deal.payments[at].returned += net;
            self.take_back(deal, at, on);
        }
        self.deals = deals;
    }

    /// Takes back what is above the target `accrued x (1 - returned / original)`.
    fn take_back(&mut self, deal: &mut Deal, at: usize, on: Date) {
        let rule = deal.payments[at].rule;
        let cumulative = self.plan.basis == "cumulative";
        let (mut claims, mut standing) = (BTreeMap::<_, Vec<usize>>::new(), BTreeMap::new());
        for part in (0..deal.parts.len()).filter(|part| deal.payments[at].parts[*part].1) {
            let counted = |(index, it): &(usize, &Payment)| {
                let same = if cumulative { it.rule == rule } else { *index == at };
                same && it.parts[part].1
            };
            let of = |what: &dyn Fn(&Payment) -> i128| -> i128 {
                let all = deal.payments.iter().enumerate().filter(counted);
                all.map(|(_, payment)| what(payment)).sum()
            };
            claims.entry((of(&|it| it.net), of(&|it| it.returned))).or_default().push(part);
            standing.insert(part, (of(&|it| it.parts[part].0), of(&|it| it.reversed[part])));
        }
        for ((original, returned), parts) in claims {
            let together = if self.splits_first() { 1 } else { parts.len() };
            for parts in parts.chunks(together) {
                let accrued: i128 = parts.iter().map(|part| standing[part].0).sum();
                let left: Vec<i128> =
                    parts.iter().map(|part| standing[part].0 - standing[part].1).collect();
                let target = rounded(self.plan.mode, accrued * (original - returned), original);
                let back = divided((left.iter().sum::<i128>() - target).max(0), &left);
                for (part, back) in parts.iter().zip(back) {
                    deal.payments[at].reversed[*part] += back;
                    self.book(&deal.parts[*part].0, rule, on, 0, back);
                }
            }
        }
    }

    fn cancel(&mut self, id: DealId, on: Date) {
        let mut deals = std::mem::take(&mut self.deals);
        let deal = deals.get_mut(&id).unwrap();
        let open: Vec<bool> =
            deal.payments.iter().map(|payment| self.is_open(deal, payment, on)).collect();
        for (payment, _) in deal.payments.iter_mut().zip(open).filter(|(_, open)| *open) {
            for (part, (amount, employed)) in payment.parts.iter().enumerate() {
                let back = i128::from(*employed) * amount - payment.reversed[part];
                payment.reversed[part] += back;
                self.book(&deal.parts[part].0, payment.rule, on, 0, back);
            }
        }
        if on.days_since(deal.won_on) < 60 {
            for ((payee, _), kept) in deal.parts.iter().zip(&deal.kept) {
                self.book(payee, "customer-kept", on, 0, *kept);
            }
        }
        self.deals = deals;
    }
}
