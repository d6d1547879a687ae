//! The peer in memory: the same lifecycle as an aggregate of cqrs-es 0.5 over its `MemStore`.
//!
//! Four commands and five events (the win gives two), with the ids, dates and amounts of ours in
//! typed fields: about as many bytes of payload as the peer's users store. The rule is one rate and
//! a fee, written in code. There are no keys, no books, no plan and no explanation.

use crate::figures::{Fallible, number as count_of};
use crate::life::{DAY, TOLD_ON, paid, payee};
use cqrs_es::event_sink::EventSink;
use cqrs_es::mem_store::MemStore;
use cqrs_es::{Aggregate, CqrsFramework, DomainEvent};
use referral_ledger::id::{ActorId, CustomerId, DealId, LeadId, PayeeId, PaymentId};
use referral_ledger::lead::LeadKind;
use referral_ledger::money::Amount;
use referral_ledger::time::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Who told it, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Stamp {
    at: Timestamp,
    by: ActorId,
}

struct Tell {
    stamp: Stamp,
    what: What,
}

enum What {
    Report { lead: LeadId, by: PayeeId, customer: CustomerId, kind: LeadKind, heard_on: Date },
    Accept { lead: LeadId, accepted_on: Date },
    Win { deal: DealId, lead: LeadId, won_on: Date },
    Pay { payment: PaymentId, deal: DealId, received_on: Date, net: Amount },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Happened {
    Reported {
        stamp: Stamp,
        lead: LeadId,
        by: PayeeId,
        customer: CustomerId,
        kind: LeadKind,
        heard_on: Date,
    },
    Accepted {
        stamp: Stamp,
        lead: LeadId,
        accepted_on: Date,
        payee: PayeeId,
        fee: Amount,
    },
    Converted {
        stamp: Stamp,
        lead: LeadId,
        deal: DealId,
        won_on: Date,
    },
    Won {
        stamp: Stamp,
        deal: DealId,
        lead: LeadId,
        won_on: Date,
    },
    Paid {
        stamp: Stamp,
        payment: PaymentId,
        deal: DealId,
        received_on: Date,
        net: Amount,
        payee: PayeeId,
        commission: Amount,
    },
}

impl DomainEvent for Happened {
    fn event_type(&self) -> String {
        let name = match self {
            Happened::Reported { .. } => "Reported",
            Happened::Accepted { .. } => "Accepted",
            Happened::Converted { .. } => "Converted",
            Happened::Won { .. } => "Won",
            Happened::Paid { .. } => "Paid",
        };
        name.to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
enum Stage {
    #[default]
    Unknown,
    Reported,
    Accepted,
    Converted,
    Won,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Lead {
    stage: Stage,
    by: Option<PayeeId>,
    deal: Option<DealId>,
    payments: Vec<PaymentId>,
    earned: i64,
}

/// The lead is at another stage than the command takes.
#[derive(Debug)]
struct StageWrong(Stage);

impl fmt::Display for StageWrong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the lead is {:?}", self.0)
    }
}

impl std::error::Error for StageWrong {}

impl Aggregate for Lead {
    const TYPE: &'static str = "lead";
    type Command = Tell;
    type Event = Happened;
    type Error = StageWrong;
    type Services = ();

    async fn handle(
        &mut self,
        Tell { stamp, what }: Tell,
        _services: &(),
        sink: &EventSink<Lead>,
    ) -> Result<(), StageWrong> {
        let wrong = StageWrong(self.stage);
        match (what, self.stage, self.by.clone()) {
            (What::Report { lead, by, customer, kind, heard_on }, Stage::Unknown, _) => {
                let event = Happened::Reported { stamp, lead, by, customer, kind, heard_on };
                sink.write(event, self).await;
            }
            (What::Accept { lead, accepted_on }, Stage::Reported, Some(payee)) => {
                let fee = Amount::from_minor(25_00, usd()).map_err(|_| wrong)?;
                let event = Happened::Accepted { stamp, lead, accepted_on, payee, fee };
                sink.write(event, self).await;
            }
            (What::Win { deal, lead, won_on }, Stage::Accepted, _) => {
                let again = stamp.clone();
                sink.write(Happened::Converted { stamp, lead, deal, won_on }, self).await;
                sink.write(Happened::Won { stamp: again, deal, lead, won_on }, self).await;
            }
            (What::Pay { payment, deal, received_on, net }, Stage::Won, Some(payee))
                if self.deal == Some(deal) && !self.payments.contains(&payment) =>
            {
                let minor = net.minor() * 2 / 100;
                let commission = Amount::from_minor(minor, net.unit()).map_err(|_| wrong)?;
                let paid =
                    Happened::Paid { stamp, payment, deal, received_on, net, payee, commission };
                sink.write(paid, self).await;
            }
            _ => return Err(wrong),
        }
        Ok(())
    }

    fn apply(&mut self, event: Happened) {
        match event {
            Happened::Reported { by, .. } => {
                self.by = Some(by);
                self.stage = Stage::Reported;
            }
            Happened::Accepted { fee, .. } => {
                self.earned += fee.minor();
                self.stage = Stage::Accepted;
            }
            Happened::Converted { deal, .. } => {
                self.deal = Some(deal);
                self.stage = Stage::Converted;
            }
            Happened::Won { .. } => self.stage = Stage::Won,
            Happened::Paid { payment, commission, .. } => {
                self.payments.push(payment);
                self.earned += commission.minor();
            }
        }
    }
}

fn usd() -> referral_ledger::money::Unit {
    "USD".parse().expect("it is a currency")
}

/// The result of a future that never waits: nothing here does.
fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a store in memory never waits"),
    }
}

/// The four commands of a life, told as ours are.
fn life(number: u32, by: u32) -> Fallible<[Tell; 4]> {
    let row = number.to_string();
    let (lead, deal) = (LeadId::named(&row), DealId::named(&row));
    let (customer, payment) = (CustomerId::named(&row), PaymentId::named(&row));
    let (kind, net) = (LeadKind::NewEquipment, paid(number)?);
    let told = |what| -> Fallible<Tell> {
        let at = TOLD_ON.at_utc(12, 0).ok_or("a day within the calendar has a noon")?;
        Ok(Tell { stamp: Stamp { at, by: "crm".parse()? }, what })
    };
    Ok([
        told(What::Report { lead, by: payee(by)?, customer, kind, heard_on: DAY })?,
        told(What::Accept { lead, accepted_on: DAY })?,
        told(What::Win { deal, lead, won_on: DAY })?,
        told(What::Pay { payment, deal, received_on: DAY, net })?,
    ])
}

/// A store in memory that lives are told to.
pub(crate) struct Peer {
    store: MemStore<Lead>,
    framework: CqrsFramework<Lead, MemStore<Lead>>,
}

impl Peer {
    pub(crate) fn new() -> Peer {
        let store = MemStore::default();
        let framework = CqrsFramework::new(store.clone(), Vec::new(), ());
        Peer { store, framework }
    }

    /// Tells the lives of these numbers. The store prints a line per load and store.
    pub(crate) fn live(&self, numbers: std::ops::Range<u32>, payees: u32) -> Fallible<()> {
        at_once(async {
            for number in numbers {
                let id = LeadId::named(&number.to_string()).to_string();
                for command in life(number, number % payees)? {
                    self.framework.execute(&id, command).await?;
                }
            }
            Ok(())
        })
    }

    /// The mean bytes of an event's payload as JSON, and how many events a life has.
    pub(crate) fn bytes_per_event(&self) -> Fallible<(f64, usize)> {
        use cqrs_es::EventStore;
        let id = LeadId::named("7").to_string();
        let events = at_once(self.store.load_events(&id))?;
        let mut bytes = 0;
        for event in &events {
            bytes += serde_json::to_vec(&event.payload)?.len();
        }
        Ok((count_of(bytes) / count_of(events.len()), events.len()))
    }
}

/// Prints what the store prints for these lives, and nothing else.
pub(crate) fn print_as_it_does(numbers: std::ops::Range<u32>) {
    for number in numbers {
        let id = LeadId::named(&number.to_string()).to_string();
        for events in [0, 1, 2, 4] {
            println!("loading: {} events for aggregate ID '{}'", &events, &id);
            println!("storing: {} new events for aggregate ID '{}'", 1, &id);
        }
    }
}
