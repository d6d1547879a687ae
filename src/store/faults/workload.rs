//! What is written while a disk fails, and what must be there afterwards.
//!
//! Plain batches of several groups, of one record and of many, small and large, with texts and
//! without; and the commands of a small company, for a journal whose ledger can be compared.

use super::{Disk, FileStore, StoreError};
use crate::Journal;
use crate::batch::{Batch, NewGroup, NewRecord};
use crate::command::*;
use crate::deal::Line;
use crate::digest::{Digest, leaf};
use crate::id::{CustomerId, DealId, LeadId, PaymentId};
use crate::lead::LeadKind;
use crate::merkle::CompactRange;
use crate::payee::WorkerClass;
use crate::store::{Appended, Store, Stored};
use crate::told::{Actor, Key, Told};
use std::sync::Arc;

pub(super) const FIELD_PLAN: &str = include_str!("../../../examples/plans/field-service-2026.toml");

/// So many batches, one after the other.
pub(super) fn batches(count: usize) -> Vec<Batch> {
    let mut expected = 0;
    let mut batch = |number: usize| {
        let mut batch = Batch { expected, groups: Vec::new(), blobs: Vec::new() };
        for index in 0..1 + number % 3 {
            let records = (0..1 + (number + index) % 4).map(|part| {
                let length = if (number + part) % 7 == 6 { 9_000 } else { 20 + 37 * part };
                let bytes = format!("{number}.{index}.{part}/").repeat(length / 6).into_bytes();
                NewRecord { leaf: leaf(&bytes), bytes }
            });
            let records: Vec<_> = records.collect();
            let (key, first) = (format!("key-{number}.{index}"), expected);
            expected += u64::try_from(records.len()).expect("a count is a u64");
            let key = key.parse().expect("a key");
            batch.groups.push(NewGroup { key, first, records });
        }
        if number.is_multiple_of(4) {
            let text: Arc<str> = Arc::from(format!("text {number} ").repeat(number * 50));
            batch.blobs.push((Digest::sha256(text.as_bytes()), text));
        }
        batch
    };
    (0..count).map(&mut batch).collect()
}

/// How many of these batches the store holds: all of each and nothing of the next, or an error.
pub(super) fn held(store: &FileStore, batches: &[Batch]) -> Result<usize, StoreError> {
    let end = store.end()?;
    let mut range = CompactRange::new();
    let (mut count, mut keys) = (0, 0);
    for batch in batches {
        let there = batch.expected < end;
        count += usize::from(there);
        for group in &batch.groups {
            assert_eq!(store.find(&group.key)?, there.then_some(group.first), "{}", group.key);
            keys += u64::from(there);
            for (sequence, record) in (group.first..).zip(&group.records) {
                let NewRecord { leaf, bytes } = record.clone();
                let wanted = there.then_some(Stored { leaf, bytes });
                assert_eq!(store.read(sequence)?, wanted, "record {sequence} of {end}");
                range.extend(there.then_some(leaf));
            }
        }
        for (digest, text) in &batch.blobs {
            assert_eq!(store.blob(digest)?, there.then(|| Arc::clone(text)));
        }
    }
    assert_eq!(range.size(), end, "the end is the end of a batch");
    assert_eq!(store.compact_range()?, range);
    assert_eq!(store.keys_before(u64::MAX)?, Some(keys));
    Ok(count)
}

/// Appends the batches from this one on, and counts each that is done.
pub(super) fn append(
    disk: &Disk,
    store: &mut FileStore,
    batches: &[Batch],
    done: &mut usize,
) -> Result<(), StoreError> {
    for batch in &batches[*done..] {
        assert_eq!(store.append(batch)?, Appended::Done);
        *done += 1;
        disk.done();
        let first = &batch.groups[0];
        assert_eq!(store.find(&first.key)?, Some(first.first));
        assert!(store.read(first.first)?.is_some());
    }
    Ok(())
}

/// The commands of a company that hears of so many deals.
pub(super) fn commands(deals: usize) -> Vec<(Told, Command)> {
    let mut commands: Vec<Command> = vec![
        DefinePayGroup { group: id("us-field"), entity: id("acme"), unit: id("USD") }.into(),
        RegisterPayee {
            payee: id("ana"),
            group: id("us-field"),
            class: WorkerClass::Employee,
            employed_from: id("2020-01-01"),
        }
        .into(),
        PublishPlan { text: PlanText::new(FIELD_PLAN) }.into(),
    ];
    for number in 0..deals {
        let row = format!("deal-{number}");
        let (lead, deal) = (LeadId::named(&row), DealId::named(&row));
        let (lines, credits, facts) = (vec![], vec![], vec![]);
        let on = id("2026-01-10");
        let report = ReportLead {
            lead,
            by: id("ana"),
            customer: CustomerId::named(&row),
            kind: LeadKind::NewEquipment,
            heard_on: on,
            credits: credits.clone(),
            facts: facts.clone(),
        };
        commands.push(report.into());
        commands.push(AcceptLead { lead, accepted_on: on }.into());
        let win = WinDeal { deal, lead, won_on: on, lines, credits, facts };
        commands.push(win.into());
        for part in 0..2 {
            let payment = PaymentId::named(&format!("{row}.{part}"));
            let lines = vec![Line::of_net(crate::amount!(100.25 USD))];
            commands.push(RecordPayment { payment, deal, received_on: on, lines }.into());
        }
    }
    let at = id("2026-01-10T17:00:00.000Z");
    let told = |(number, command): (usize, Command)| {
        // Every third under a key of the host's own, which the record then holds.
        let key =
            if number % 3 == 0 { id(&format!("webhook-{number}")) } else { Key::of(&command) };
        (Told { at, by: Actor::human(id("host")), key }, command)
    };
    commands.into_iter().enumerate().map(told).collect()
}

/// Submits the commands.
pub(super) fn submit<S: Store>(journal: &mut Journal<S>, commands: &[(Told, Command)]) {
    for (told, command) in commands {
        let outcome = journal.submit(told, command.clone()).expect("the disk works");
        assert!(outcome.is_new());
    }
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("it is written right")
}
