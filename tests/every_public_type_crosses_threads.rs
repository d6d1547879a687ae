//! Every public type can be sent to another thread and shared between threads: a host holds a
//! journal in whatever it serves its requests with.

use referral_ledger::{Journal, SharedJournal};
use referral_ledger::{
    accrual, attribution, batch, books, command, deal, digest, event, id, journal, lead, ledger,
    merkle, money, payee, payout, plan, rate, reading, record, refusal, report, reward, store,
    time, told, why,
};
use std::fs;
use std::path::Path;

/// Fails to compile for a type that cannot cross threads; the names are kept for the test below.
macro_rules! cross_threads {
    ($($type:ty),+ $(,)?) => {
        const PINNED: &[&str] = &[$(stringify!($type)),+];
        const _: () = {
            const fn crosses<T: Send + Sync>() {}
            $(crosses::<$type>();)+
        };
    };
}

cross_threads! {
    accrual::Asked<'_>,
    accrual::Days,
    accrual::Fact<'_>,
    accrual::Made,
    accrual::MadePart,
    accrual::Move,
    accrual::NothingBefore,
    accrual::OutOfBounds,
    accrual::Part,
    accrual::Passed,
    accrual::Position,
    accrual::Proportion,
    attribution::Credit,
    batch::Batch,
    batch::NewGroup,
    batch::NewRecord,
    books::account::Account,
    books::balance::BalanceRow,
    books::balance::TrialBalance,
    books::entry::Entry,
    command::AcceptLead,
    command::ApproveRun,
    command::AssignManager,
    command::AssignPlan,
    command::AssignTeam,
    command::CancelDeal,
    command::ClosePeriod,
    command::DefinePayGroup,
    command::ExpireLead,
    command::InstallDeal,
    command::LeavePayee,
    command::LockRun,
    command::LoseLead,
    command::PassDay,
    command::PlanText,
    command::PublishPlan,
    command::RecordExport,
    command::RecordPayment,
    command::RecordRefund,
    command::RegisterPayee,
    command::RejectLead,
    command::ReportLead,
    command::Retract,
    command::SettleRun,
    command::UnassignPlan,
    command::VoidRun,
    command::WinDeal,
    deal::FactRef,
    deal::Line,
    deal::LinesFault,
    deal::Milestone,
    digest::Digest,
    digest::DigestError,
    event::Accrued,
    event::AccruedShare,
    event::Carried,
    event::CarriedReleased,
    event::Event,
    event::Give,
    event::GivenTo,
    event::Lands,
    event::LineVoided,
    event::Reached,
    event::Recovery,
    event::ReleasedLot,
    event::Restored,
    event::RestoredShare,
    event::Reversed,
    event::ReversedShare,
    event::RunLine,
    event::RunLocked,
    event::RunSettled,
    event::RunTotal,
    event::Take,
    event::TakenFrom,
    event::Unrewarded,
    event::Vested,
    event::VestedTotal,
    id::ActorId,
    id::BaseId,
    id::CampaignId,
    id::CapId,
    id::ClassId,
    id::ComponentId,
    id::CustomerId,
    id::DealId,
    id::EntityId,
    id::FloorId,
    id::IdError,
    id::KindId,
    id::LeadId,
    id::PayGroupId,
    id::PayeeId,
    id::PaymentId,
    id::PlanId,
    id::ProfileId,
    id::RefundId,
    id::RoleId,
    id::RuleId,
    id::TeamId,
    id::TiersId,
    id::VersionId,
    Journal<store::MemoryStore>,
    journal::Opened,
    journal::Outcome,
    journal::Receipt,
    journal::Rewarded,
    SharedJournal<store::MemoryStore>,
    journal::SubmitError,
    lead::LeadKind,
    lead::LeadStage,
    ledger::Answer,
    ledger::Decided,
    ledger::Draft<'_>,
    ledger::Drafted,
    ledger::Ledger,
    ledger::laws::Breach,
    ledger::laws::HistoryFault,
    ledger::view::DealView,
    ledger::view::Earned,
    ledger::view::LeadView,
    ledger::view::PageView,
    ledger::view::PayeeView,
    ledger::view::RewardView,
    ledger::view::RunLineView,
    ledger::view::RunView,
    ledger::view_lists::AssignmentsView,
    merkle::CompactRange,
    merkle::CompactRangeError,
    money::Amount,
    money::AmountError,
    money::ExactAmount,
    money::Rounding,
    money::RoundingError,
    money::Unit,
    money::UnitError,
    payee::Employment,
    payee::WorkerClass,
    payout::RunId,
    payout::RunStage,
    plan::Acceptance,
    plan::LeadWords,
    plan::Leaver,
    plan::Plan,
    plan::base::Base,
    plan::base::Classes,
    plan::base::Counted,
    plan::base::Extras,
    plan::base::NamedBase,
    plan::campaign::Bonus,
    plan::campaign::Campaign,
    plan::campaign::Meeting,
    plan::cap::AtMost,
    plan::cap::Cap,
    plan::cap::CapPer,
    plan::cap::Excess,
    plan::cap::Headroom,
    plan::clawback::Attainment,
    plan::clawback::Clawback,
    plan::clawback::ClawbackTerms,
    plan::clawback::FlatPart,
    plan::clawback::RefundTarget,
    plan::clawback::TakeBack,
    plan::clawback::TakeStep,
    plan::clawback::Window,
    plan::condition::Condition,
    plan::condition::Elapsed,
    plan::fact::DeclaredFact,
    plan::fact::ToldFact,
    plan::fact::ToldWith,
    plan::finding::Finding,
    plan::finding::Findings,
    plan::floor::Floor,
    plan::floor::FloorPer,
    plan::floor::Uplift,
    plan::hold::Hold,
    plan::rule::Component,
    plan::rule::Formula,
    plan::rule::Payees,
    plan::rule::Pays,
    plan::rule::Rule,
    plan::rule::Terms,
    plan::rule::When,
    plan::split::Overlay,
    plan::split::RoleShare,
    plan::split::Split,
    plan::stage::Basis,
    plan::stage::Leftover,
    plan::stage::RoundingWords,
    plan::stage::Stage,
    plan::tiers::Accumulate,
    plan::tiers::AfterLast,
    plan::tiers::Boundary,
    plan::tiers::Measure,
    plan::tiers::PeriodOf,
    plan::tiers::Point,
    plan::tiers::Span,
    plan::tiers::StepPays,
    plan::tiers::Table,
    plan::tiers::TierStep,
    plan::tiers::Tiers,
    plan::tiers::Way,
    plan::version::AppliesTo,
    plan::version::ChosenBy,
    plan::version::Effective,
    plan::version::PlanRef,
    rate::Rate,
    rate::RateError,
    reading::Reading,
    reading::ReadingError,
    record::At,
    record::Group,
    record::Groups<'_, Journal<store::MemoryStore>>,
    record::Head,
    record::Record,
    record::RecordError,
    refusal::Retry,
    refusal::Row,
    report::directory::Directory,
    report::hledger::ExportError,
    report::pay_sheet::PaySheet,
    report::pay_sheet::PaySheetError,
    report::pay_sheet::PayrollFile,
    report::pay_sheet::RenderError,
    report::profile::Profile,
    report::statement::Cause,
    report::statement::PaidLine,
    report::statement::ReasonedLine,
    report::statement::Stands,
    report::statement::Statement,
    report::statement::StatementError,
    report::statement::Sums,
    report::statement::VestedLine,
    report::statement::Waited,
    reward::Places,
    reward::RewardId,
    reward::Source,
    store::Appended,
    store::MemoryStore,
    store::StoreError,
    store::StoreRecords<'_, store::MemoryStore>,
    store::Stored,
    time::Date,
    time::Period,
    time::TimeError,
    time::Timestamp,
    time::Zone,
    told::Actor,
    told::ActorKind,
    told::Key,
    told::Told,
    why::Fate,
    why::KeptReason,
    why::Step,
    why::Unmet,
    why::Why,
    why::ZeroReason,
}

#[cfg(feature = "file")]
mod file {
    use referral_ledger::store::FileStore;
    use referral_ledger::{Journal, SharedJournal};

    const _: () = {
        const fn crosses<T: Send + Sync>() {}
        crosses::<FileStore>();
        crosses::<Journal<FileStore>>();
        crosses::<SharedJournal<FileStore>>();
    };
}

/// A type added to the library is added here.
#[test]
fn every_public_type_is_pinned() {
    fn walk(folder: &Path, missing: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("src/bin") {
                    walk(&path, missing);
                }
                continue;
            }
            for line in fs::read_to_string(&path).unwrap().lines() {
                let rest = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum "));
                let Some(rest) = rest else { continue };
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let name = &rest[..end];
                let is_it = |pinned: &&str| {
                    let path = pinned.split('<').next().unwrap_or(pinned).replace(' ', "");
                    path.rsplit("::").next() == Some(name)
                };
                if name != "FileStore" && !PINNED.iter().any(is_it) {
                    missing.push(format!("{}: {name}", path.display()));
                }
            }
        }
    }
    let mut missing = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut missing);
    assert!(missing.is_empty(), "{missing:#?}");
}
