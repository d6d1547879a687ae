//! Decides retractions: a report, a win, a payment or a refund that was told by mistake.

use super::{Desk, claim, gift, in_kind, measure, reversal};
use crate::command::Retract;
use crate::deal::FactRef;
use crate::event::Event;
use crate::ledger::state::SourceRow;
use crate::refusal::Refusal;

pub(super) fn retract(desk: &Desk<'_>, command: &Retract) -> Result<Vec<Event>, Refusal> {
    let (state, fact) = (desk.state, command.fact);
    let unknown = Refusal::FactUnknown { fact };
    let again = Refusal::FactIsRetracted { fact };
    let today = desk.today()?;
    let caused = match fact {
        FactRef::Lead(lead) => {
            let (number, row) = state.leads.get(&lead).ok_or(unknown)?;
            if row.stage == crate::lead::LeadStage::Retracted {
                return Err(again);
            }
            if let Some(deal) = row.deal.get() {
                let by = FactRef::Deal(*state.deals.key(deal));
                return Err(Refusal::FactIsNamed { fact, by });
            }
            reversal::retracted(desk, SourceRow::Lead(number), None, today)
        }
        FactRef::Deal(deal) => {
            let (number, row) = state.deals.get(&deal).ok_or(unknown)?;
            if row.retracted {
                return Err(again);
            }
            let mut payments = state.each_payment(number);
            if let Some((payment, _)) = payments.find(|(_, it)| !it.retracted) {
                let by = FactRef::Payment(*state.payments.key(payment));
                return Err(Refusal::FactIsNamed { fact, by });
            }
            let mut caused = reversal::retracted(desk, SourceRow::Deal(number), None, today);
            caused.extend(claim::again(state, row.lead));
            caused
        }
        FactRef::Payment(payment) => {
            let (number, row) = state.payments.get(&payment).ok_or(unknown)?;
            if row.retracted {
                return Err(again);
            }
            let mut refunds = state.each_refund(number);
            if let Some((refund, _)) = refunds.find(|(_, it)| !it.retracted) {
                let by = FactRef::Refund(*state.refunds.key(refund));
                return Err(Refusal::FactIsNamed { fact, by });
            }
            reversal::retracted(desk, SourceRow::Deal(row.deal), Some(number), today)
        }
        FactRef::Refund(refund) => {
            let (_, row) = state.refunds.get(&refund).ok_or(unknown)?;
            if row.retracted {
                return Err(again);
            }
            gift::claims_are_open(desk, row)?;
            reversal::restored(desk, row, today)
        }
        FactRef::Redemption(redemption) => {
            let (_, row) = state.redemptions.get(&redemption).ok_or(unknown)?;
            if row.retracted {
                return Err(again);
            }
            gift::is_not_claimed(desk, redemption, row)?;
            in_kind::spared_nothing(redemption, row)?;
            vec![in_kind::put_back(desk, row)]
        }
    };
    // After this point the command must succeed.
    let counted = measure::retracted(desk, fact, today);
    Ok(std::iter::once(Event::FactRetracted).chain(caused).chain(counted).collect())
}
