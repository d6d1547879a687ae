//! Refusals: every business "no", on one page.
//!
//! A code is for ever. Each row says the sentence, what it carries, whether the same command may be
//! accepted later, and the way out. What was refused is decided anew when it is sent again.

#[macro_use]
mod row;
#[macro_use]
mod payees;
#[macro_use]
mod threshold;
#[macro_use]
mod runs;
#[macro_use]
mod rates;
#[macro_use]
mod restated;
#[macro_use]
mod deals;

pub use row::{Retry, Row};

use crate::approval::ApprovalStage;
use crate::deal::FactRef;
use crate::digest::Digest;
use crate::exchange::Quote;
use crate::id::{
    ActorId, AdjustmentId, ApprovalId, CapId, ComponentId, CustomerId, DealId, DrawId, FactName,
    FactValue, GiftId, HoldId, LapseId, LeadId, MeasureId, PayGroupId, PayeeId, PaymentId, PlanId,
    PoolId, RedemptionId, RefundId, RestatementId, RoleId, RuleId, TeamId, WriteOffId,
};
use crate::lead::{LeadKind, LeadStage};
use crate::money::{Amount, ExactAmount, Unit};
use crate::payout::calendar::Calendar;
use crate::payout::recovery::MostKept;
use crate::payout::{Acknowledgement, RunId, RunStage};
use crate::plan::Findings;
use crate::plan::version::PlanRef;
use crate::reading::Reading;
use crate::reward::RewardId;
use crate::time::{Date, Period, Timestamp, Zone};
use crate::told::Key;

with_deals! { {
    R0001 KeyReused { key: Key, field: String, first: u64 }
        "key {key} already names another command at sequence {first}, which differs in {field}: send the same command again, or use a new key for a new one",
        No, "find out which of the two is right; a correction is a new command under a new key";
    R0002 ToldBehind { at: Timestamp, recorded: Timestamp }
        "told at {at}, which is more than 10 minutes before the last record at {recorded}: set the clock of this instance",
        Corrected, "check the clock of the instance that told it";
    R0003 ToldAhead { at: Timestamp, recorded: Timestamp }
        "told at {at}, which is more than 400 days after the last record at {recorded}: check the year",
        Corrected, "check the clock of the instance that told it";
    R0004 TooLarge { bytes: usize, most: usize }
        "the command needs a record of {bytes} bytes and at most {most} are kept: tell less in one command",
        Corrected, "split the fact into several";
    R0005 NoPlanPublished { }
        "no plan has been published, and its time zone says which day it is: publish the plan first",
        Later, "publish the plan, then send the same command again";
    R0006 FactInFuture { field: &'static str, date: Date, today: Date }
        "{field} is {date} and today is {today}: tell a fact when it has happened",
        Later, "correct the date, or send the command on that day";
    R0007 LinesMissing { }
        "the fact has no lines: give at least one line with its net amount",
        Corrected, "add the line";
    R0008 TooManyLines { lines: usize, most: usize }
        "the fact has {lines} lines and at most {most} are kept: add small lines together",
        Corrected, "send fewer lines";
    R0009 LinesMixUnits { line: usize }
        "line {line} holds an amount in another unit than the first line: tell one fact per currency",
        Corrected, "split the fact by currency";
    R0010 LineNegative { line: usize }
        "line {line} holds a negative amount: money that goes back is a refund that names its payment",
        Corrected, "record a refund instead";
    R0011 AmountNotPositive { amount: Amount }
        "the net amounts of the lines add up to {amount}: tell a money fact of more than zero",
        Corrected, "leave out facts of zero";
    R0012 AmountOutOfBounds { what: &'static str }
        "{what} would come to more than 1,000,000,000,000,000 minor units: check the amounts for a misplaced point",
        Corrected, "check the amounts for a misplaced point";
    R1001 LeadOnFile { lead: LeadId, first: u64 }
        "lead {lead} is already on file at sequence {first}, told under another key: send it under that key, or name the new lead from its own row",
        No, "treat it as done; two rows of the host share one id";
    R1002 LeadUnknown { lead: LeadId }
        "lead {lead} is not on file: report it first",
        Later, "report the lead, then send the same command again";
    R1003 LeadNotOpen { lead: LeadId, stage: LeadStage, since: u64 }
        "lead {lead} is {stage} since sequence {since}: only an open lead can be accepted, rejected, lost, expired or won",
        No, "show the lead's stage";
    R1004 LeadAlreadyAccepted { lead: LeadId, accepted_on: Date }
        "lead {lead} was accepted on {accepted_on}: it can now be won, lost or expired",
        No, "win, lose or expire the lead";
    R1005 LeadNotAccepted { lead: LeadId, plan: PlanRef }
        "lead {lead} was not accepted, and plan {plan} asks for that before a win: accept it first",
        Later, "accept the lead, then send the same command again";
    R1006 LeadKindUnknown { kind: LeadKind }
        "lead kind {kind} is neither built in nor declared by a published plan: correct it, or publish a version that declares it",
        Later, "correct the kind, or publish a plan that declares it";
    R1007 AcceptedByBeneficiary { lead: LeadId, actor: ActorId }
        "{actor} is credited for lead {lead} and cannot accept it: have somebody else accept it",
        Corrected, "have somebody else accept it";
    R1008 BeforeReport { field: &'static str, date: Date, heard_on: Date }
        "{field} is {date}, before the lead was heard on {heard_on}: correct the date",
        Corrected, "correct the date";
    R1009 RoleUnknown { role: RoleId, plan: PlanRef }
        "role {role} is not in the split of plan {plan}: correct it, or publish a version that has it",
        Corrected, "correct the role";
    R1010 CreditedTwice { payee: PayeeId }
        "{payee} is credited twice: credit each person in one role",
        Corrected, "credit each person once";
    R1011 RoleTaken { role: RoleId, payee: PayeeId }
        "role {role} is held by {payee}: credit one person per role",
        Corrected, "credit one person per role";
    R1012 TooManyCredits { credits: usize, most: usize }
        "the command credits {credits} people and at most {most} are kept",
        Corrected, "credit fewer people";
    R1013 CreditedAccepter { lead: LeadId, payee: PayeeId }
        "payee {payee} accepted lead {lead} and cannot be credited for it: credit somebody who did not decide on it",
        Corrected, "credit somebody else, or have somebody else accept the lead";
    R1014 FactUndeclared { fact: FactName, with: &'static str }
        "fact {fact} is told with no {with} by any published plan: correct its name, or publish a version that declares it",
        Corrected, "correct the fact, or publish a plan that declares it";
    R1015 FactValueUndeclared { fact: FactName, value: FactValue }
        "fact {fact} has no value {value} in any published plan: use one that is declared",
        Corrected, "correct the value";
    R1016 FactToldTwice { fact: FactName }
        "fact {fact} is told twice: tell each fact once",
        Corrected, "tell each fact once";
    R1017 TooManyFacts { facts: usize, most: usize }
        "the command tells {facts} facts and at most {most} are kept",
        Corrected, "tell fewer facts";
    R1018 LeadNotQualified { kind: LeadKind, plan: PlanRef }
        "a lead of kind {kind} does not qualify under plan {plan}: report one of a kind that does",
        Corrected, "correct the kind, or tell the technician that it does not qualify";
    R1019 FactNotTold { fact: FactName, kind: LeadKind, plan: PlanRef }
        "plan {plan} asks for the fact {fact} with a lead of kind {kind}: tell it with the report",
        Corrected, "ask the technician, and tell the fact";
    R1020 LeadRepeated { first: LeadId, customer: CustomerId, plan: PlanRef }
        "the technician's lead {first} about customer {customer} counts, and plan {plan} takes no further one beside it: pursue that one",
        No, "show the technician their earlier lead";
    R1021 SelfReferral { payee: PayeeId, customer: CustomerId, plan: PlanRef }
        "customer {customer} is {payee}'s own, and plan {plan} takes no lead of theirs about it: have nobody credited for themselves",
        Corrected, "leave out who is the customer themselves";
    R1022 PayeeBlocked { payee: PayeeId, since: Date, plan: PlanRef }
        "{payee} is blocked since {since}, and plan {plan} takes no lead of theirs: unblock them first",
        Later, "unblock the payee, then send the same command again";
    R1023 LeadProtected { lead: LeadId, through: String, plan: PlanRef }
        "lead {lead} was first and is protected {through} by plan {plan}: pursue that one, or wait until it is not",
        Later, "tell the technician that the customer is claimed, and until when";
    R1024 ClaimNotLive { lead: LeadId }
        "lead {lead} protects nothing on that day: its claim has ended, or it never had one",
        No, "show the lead's claim";
    R1025 ClaimNotExtended { lead: LeadId, plan: PlanRef }
        "nothing extends the claim of lead {lead} under plan {plan}: leave the touch out",
        No, "show until when the claim is protected";
    R1026 ClaimNotReleased { lead: LeadId, plan: PlanRef }
        "the customer's wish does not release the claim of lead {lead} under plan {plan}: wait until it ends",
        No, "show until when the claim is protected";
    R1027 TouchedTooEarly { lead: LeadId, touched_on: Date, on: Date, most: u32 }
        "lead {lead} was last touched on {touched_on}, and a win on {on} asks for a touch at most {most} days before: tell the missing touch first",
        Later, "tell the touch that was not told, or report the lead anew";
    R1028 TouchedLater { lead: LeadId, touched_on: Date }
        "lead {lead} about the same customer was touched last, on {touched_on}: win that one",
        Corrected, "win the lead that was touched last";
    R1029 OpportunityNotExcluded { lead: LeadId }
        "no plan that applies to lead {lead} excludes what sales already had: reject the lead instead",
        Corrected, "reject the lead";
    R1030 OpportunityTooOld { lead: LeadId, worked_on: Date, heard_on: Date, most: u32 }
        "sales last worked on it on {worked_on} and lead {lead} was heard on {heard_on}, more than {most} days later: the lead stands",
        Corrected, "let the lead stand, or correct the day";
    R1031 WorkedAfterReport { worked_on: Date, heard_on: Date }
        "sales worked on it on {worked_on}, and the lead was heard on {heard_on}: only what was there before excludes a lead",
        Corrected, "correct the day";
    R1032 LeadNotEnded { lead: LeadId, stage: LeadStage }
        "lead {lead} is {stage}: only a rejected or excluded lead comes back",
        No, "show the lead's stage";
    R1033 LeadStaysEnded { lead: LeadId, heard_on: Date, plan: PlanRef }
        "lead {lead} was heard on {heard_on}, and plan {plan} does not let it come back on that day: report a new lead",
        No, "report a new lead";
    R1034 HeldAmountsGone { lead: LeadId }
        "the end of lead {lead} took back what was held for it, and that does not come back with it: report a new lead",
        No, "report a new lead";
    R1035 LeadAlreadyMet { lead: LeadId, met_on: Date }
        "the customer of lead {lead} was met on {met_on}: the first meeting is the milestone",
        No, "treat it as done";
    R1036 LeadAlreadyQuoted { lead: LeadId, quoted_on: Date }
        "an offer was made for lead {lead} on {quoted_on}: the first offer is the milestone",
        No, "treat it as done; what is signed is told with the win";
    R1037 KindNotRetained { lead: LeadId, kind: LeadKind, plan: PlanRef }
        "lead {lead} is of kind {kind}, which cannot end in a retained customer under plan {plan}: win its deal, or lose it",
        Corrected, "win the deal of such a lead, or close it";
} {
    R3001 PlanInvalid { findings: Findings }
        "the plan does not load:\n{findings}",
        Corrected, "correct the file; every finding says how";
    R3002 PlanOnFile { plan: PlanRef, first: u64 }
        "plan {plan} is already published at sequence {first}: give the corrected text a version of its own",
        No, "publish a new version";
    R3004 VersionsOverlap { plan: PlanRef, other: PlanRef, from: Date }
        "versions {plan} and {other} are both in force on {from}: end one before the other begins",
        Corrected, "correct the effective dates";
    R3005 ZoneDiffers { zone: Zone, published: Zone }
        "the plan's time zone is {zone} and the journal's is {published}: one journal has one calendar",
        Corrected, "use the journal's zone";
    R3006 ChosenByDiffers { chosen_by: &'static str, published: &'static str }
        "the version is chosen by {chosen_by} and the published ones by {published}: all versions of a plan are chosen by the same date",
        Corrected, "use the same chosen_by";
    R3007 CurrencyDiffers { unit: Unit, published: Unit }
        "the version pays in {unit} and the published ones in {published}: all versions of a plan pay in one currency",
        Corrected, "use the same currency";
    R3008 PlanTextMissing { digest: Digest }
        "the text of plan {digest} was not given, only its digest: publish the text",
        Corrected, "send the text";
    R3009 AppliesToDiffers { applies_to: &'static str, published: &'static str }
        "the version applies to {applies_to} and the published ones to {published}: all versions of a plan are for the same people",
        Corrected, "use the same applies_to";
    R3010 PassedToUnknown { cap: CapId, payee: PayeeId, unit: Unit }
        "cap {cap} passes its excess to {payee}, who is not on file or not paid in {unit}: register them first, or name another payee",
        Later, "register the payee, then publish the plan";
    R3011 PlanUnknown { plan: PlanId }
        "no version of plan {plan} is published: publish one first",
        Later, "publish the plan, then send the same command again";
    R3012 PlanForEveryone { plan: PlanId }
        "plan {plan} is for everyone: nobody is assigned to it or taken off it",
        No, "treat it as done, or publish a plan that applies to those assigned";
    R3013 CloseDiffers { component: ComponentId, published: PlanRef }
        "the close {component} has other words or another rule in {published}: what is posted for a period would be counted anew, so give the changed close an id of its own, from the first day of a period on",
        Corrected, "use the same words for the close, or another id for the component";
    R3014 AccumulatorsUnsaid { counter: String, from: Date }
        "{counter} is counting a period when the version begins on {from}, and the version does not say whether it carries on or starts anew",
        Corrected, "write accumulators = \"carry_on\" or \"start_anew\" in the head of the plan";
    R3015 NothingToCarryOn { plan: PlanRef, from: Date }
        "{plan} carries on what the version before it counted, and no version is in force on the day before {from}",
        Corrected, "publish the versions in order, or write accumulators = \"start_anew\"";
    R3016 AccumulatorDiffers { counter: String, published: PlanRef }
        "{counter} counts something else, or for something else, in {published}: what stands there cannot be carried on",
        Corrected, "give what counts otherwise an id of its own, or write accumulators = \"start_anew\"";
    R3017 PoolDiffers { pool: PoolId, published: PlanRef }
        "the pool {pool} has other words in {published}: all versions count it together, so change its amount or its rules, or give the changed pool an id of its own",
        Corrected, "use the same words for the pool, or another id";
    R3018 RuleUnitDiffers { rule: RuleId, unit: Unit, published: Unit }
        "rule {rule} pays {unit}, and in a published version it pays {published}: give a rule that pays something else an id of its own",
        Corrected, "give the rule another id";
    R4001 RewardOutOfBounds { rule: RuleId }
        "rule {rule} comes to more than 1,000,000,000,000,000 minor units: check the amount and the rate",
        Corrected, "check the amount for a misplaced point";
    R4101 AdjustmentOnFile { adjustment: AdjustmentId, first: u64 }
        "adjustment {adjustment} is already on file at sequence {first}, told under another key: send it under that key, or name the new adjustment from its own row",
        No, "treat it as done; two rows of the host share one id";
    R4102 AdjustmentUnknown { adjustment: AdjustmentId }
        "adjustment {adjustment} is not on file: propose it first",
        Later, "propose the adjustment, then send the same command again";
    R4103 AdjustmentIsDecided { adjustment: AdjustmentId, stage: ApprovalStage, since: u64 }
        "adjustment {adjustment} is {stage} since sequence {since}: what was decided stands; propose another one to put it right",
        No, "show what was decided";
    R4104 AdjustmentByProgram { adjustment: AdjustmentId, actor: ActorId }
        "{actor} is a program and adjustment {adjustment} is proposed and decided by persons",
        Corrected, "have a person do it";
    R4105 AdjusterApproves { adjustment: AdjustmentId, actor: ActorId }
        "{actor} proposed adjustment {adjustment} and cannot approve it: have somebody else approve it",
        Corrected, "have somebody else approve it";
    R4106 AdjustedDecides { adjustment: AdjustmentId, actor: ActorId }
        "{actor} is the payee of adjustment {adjustment} and cannot decide on it: have somebody else do that",
        Corrected, "have somebody else decide";
    R4107 AdjustmentDiffers { adjustment: AdjustmentId, given: Digest, proposed: Digest }
        "adjustment {adjustment} has digest {proposed} and {given} was given: look at it again",
        Corrected, "look at the adjustment again and decide anew";
    R4108 AdjustmentNotPositive { adjustment: AdjustmentId, amount: Amount }
        "adjustment {adjustment} is of {amount}: give an amount of more than zero, and the direction up or down",
        Corrected, "give the amount without a sign, and the direction";
    R4109 AdjustmentInOther { payee: PayeeId, paid_in: Unit, given: Unit }
        "payee {payee} is paid in {paid_in} and the adjustment is in {given}: tell it in {paid_in}",
        Corrected, "tell the amount in the payee's currency";
    R4110 AdjustmentMiscounts { adjustment: AdjustmentId, product: ExactAmount, amount: Amount }
        "adjustment {adjustment} says {amount} and its base times its rate is {product}: correct one of them",
        Corrected, "correct the amount, the base or the rate";
    R4201 RewardUnknown { reward: Box<RewardId> }
        "nothing accrued under reward {reward}: name one that has an amount",
        Corrected, "correct the reward's source, plan, rule or payee";
    R4202 ApprovalOnFile { approval: ApprovalId, first: u64 }
        "approval {approval} is already on file at sequence {first}, told under another key: send it under that key, or name the new approval from its own row",
        No, "treat it as done; two rows of the host share one id";
    R4203 NothingWaitsForApproval { reward: Box<RewardId> }
        "nothing of reward {reward} waits for an approval: there is nothing to approve",
        No, "show where the reward is";
    R4204 ApprovedAmountDiffers { reward: Box<RewardId>, given: Amount, waits: Amount }
        "reward {reward} has {waits} that wait for an approval and {given} was approved: look at the reward again",
        Corrected, "look at the reward again and decide anew";
    R4205 ReleasedByProgram { actor: ActorId }
        "{actor} is a program, and what is held is approved and released by a person",
        Corrected, "have a person tell it";
    R4206 ReleasedByPayee { payee: PayeeId }
        "{payee} is the payee and cannot approve or release it: have somebody else do so",
        Corrected, "have somebody else tell it";
    R4207 HoldOnFile { hold: HoldId, first: u64 }
        "hold {hold} is already on file at sequence {first}, told under another key: send it under that key, or name the new hold from its own row",
        No, "treat it as done; two rows of the host share one id";
    R4208 HoldUnknown { hold: HoldId }
        "hold {hold} is not on file: put the reward on hold first",
        Corrected, "correct the id of the hold";
    R4209 HoldIsReleased { hold: HoldId, first: u64 }
        "hold {hold} was released at sequence {first}: it is done",
        No, "treat it as done";
    R4301 OpenedTooLate { first: u64 }
        "what stood before is opened before anything accrues, and something did at sequence {first}: put it right by an adjustment",
        No, "propose an adjustment, or start the journal anew";
    R4302 BalanceOnFile { payee: PayeeId, first: u64 }
        "the balance of {payee} is already opened at sequence {first}: what was told stands; put it right by an adjustment",
        No, "treat it as done if it is the same; adjust it if it is not";
    R4303 OpensOwnBalance { payee: PayeeId }
        "{payee} cannot open their own balance: have somebody else open it",
        Corrected, "have somebody else open it";
    R4304 OpenedNotPositive { field: &'static str, amount: Amount }
        "{field} is {amount}: open an amount of more than zero, or leave it out",
        Corrected, "leave out what is zero; what the payee owes has a field of its own";
    R4305 HeldUntilPast { until: Date, as_of: Date }
        "an amount is held until {until}, which had come by {as_of}: open it as payable",
        Corrected, "open it as payable, or correct the day";
    R4306 PlanVersionUnknown { plan: PlanRef }
        "plan {plan} is not published: publish it first",
        Later, "publish the version, then send the same command again";
    R4307 PlanNamedTwice { plan: PlanRef }
        "with {plan} two versions of one plan are named: a lead and its deal are under one version of a plan",
        Corrected, "name one version of each plan";
    R4308 CounterUnknown { plan: PlanRef, counter: String }
        "plan {plan} has no {counter} that goes on from fact to fact: correct the name, or leave it out",
        Corrected, "correct the name; what counts each fact alone needs no opening";
    R4309 CounterOfOther { counter: String, wants: &'static str, period: &'static str }
        "{counter} is counted for {wants}, over {period}: name that and nothing else",
        Corrected, "name whose counter it is, and its period, as the plan says";
    R4310 CounterMisread { counter: String, given: Reading, wants: &'static str }
        "{counter} cannot stand at {given}: the plan asks for {wants}",
        Corrected, "correct the reading";
    R4311 CounterOnFile { plan: PlanRef, counter: String }
        "{counter} of plan {plan} already stands where it was opened: what was told stands",
        No, "treat it as done if it is the same; start the journal anew if it is not";
    R4401 DebtActOnFile { what: &'static str, first: u64 }
        "a {what} of this id is already on file at sequence {first}: send the same command again under its key, or give the {what} an id of its own",
        No, "treat it as done if it is the same; give another an id of its own";
    R4402 DebtorHasNotLeft { payee: PayeeId }
        "the last day of payee {payee} has not passed: runs keep what they owe, and a debt is moved after that day",
        Later, "leave it to the next run, or tell their last day and wait for it";
    R4403 OwesLess { payee: PayeeId, asked: Amount, there: Amount, what: &'static str }
        "of what payee {payee} owes {asked} cannot be {what}, for {there} can: a debt is moved first, and then paid back or written off",
        Corrected, "ask for at most that, or move the debt first";
    R4404 DebtByProgram { actor: ActorId }
        "{actor} is a program, and persons decide what becomes of a debt: have a person tell it",
        Corrected, "have a person tell it";
    R4405 DebtByDebtor { payee: PayeeId }
        "payee {payee} owes the debt and decides nothing about it: have somebody else tell it",
        Corrected, "have somebody else tell it";
    R4406 WriteOffUnknown { write_off: WriteOffId }
        "write-off {write_off} is not on file: propose it first",
        Later, "propose it, or correct the id";
    R4407 WriteOffIsDecided { write_off: WriteOffId, stage: ApprovalStage, since: u64 }
        "write-off {write_off} is {stage} since sequence {since}: propose another one",
        No, "treat it as done if that is what was meant";
    R4408 WriteOffProposerApproves { write_off: WriteOffId, actor: ActorId }
        "{actor} proposed write-off {write_off} and cannot approve it: have another person approve it",
        Corrected, "have another person approve it";
    R4409 WriteOffDiffers { write_off: WriteOffId, given: Digest, proposed: Digest }
        "what was looked at has digest {given} and write-off {write_off} has {proposed}: look at it again",
        Corrected, "look at the write-off as it stands, and approve its digest";
    R4501 NotCredited { lead: LeadId, payee: PayeeId, since: Date }
        "{payee} has no credit for lead {lead} or its deal on {since}: name who has it then",
        Corrected, "correct the lead, the payee or the day";
    R4502 ReassignsToThemselves { lead: LeadId, actor: ActorId }
        "{actor} would be credited for lead {lead} and cannot reassign it: have somebody else do it",
        Corrected, "have somebody else do it";
    R4503 CreditHasEarned { lead: LeadId, payee: PayeeId, on: Date }
        "a fact of {on} was counted for {payee} on lead {lead}: reassign the credit from a later day, or retract that fact, reassign and tell it anew",
        Corrected, "name a later day, or retract what was counted and send the command again; what is paid already is moved by two adjustments";
} {
    R4701 RedemptionOnFile { redemption: RedemptionId, first: u64 }
        "redemption {redemption} is already on file at sequence {first}: it stands as it was told",
        No, "treat it as done; retract it if it was told by mistake";
    R4702 MoneyIsNotRedeemed { amount: Amount }
        "an amount of {amount} is money, which is paid by a run: redeem points, or hours of time off",
        Corrected, "say how many points or hours";
    R4703 RedeemedTooMuch { payee: PayeeId, amount: Amount, there: Amount, day: Date }
        "payee {payee} has {there} to redeem on {day}, and {amount} are asked for: what is held, on hold or expired cannot be redeemed",
        Later, "redeem no more than there is; what is held can be redeemed when it vests";
    R4711 GiftNotThere { payee: PayeeId, gift: GiftId, day: Date }
        "payee {payee} has no gift {gift} to be handed over on {day}: what is held, on hold, handed over or forfeited is not there",
        Later, "hand over what is owed; what is held can be handed over when it vests";
    R4712 GiftIsHandedOver { amount: Amount }
        "an amount of {amount} is not redeemed: hand a gift over; a badge stays with its payee",
        Corrected, "tell hand_over with the gift";
    R4713 GiftClaimed { redemption: RedemptionId }
        "the gift of redemption {redemption} was claimed at its fair value: retract what claimed it first",
        Later, "retract the refund that claimed it, or adjust the payee's balance";
    R4714 GiftClaimRecovered { payee: PayeeId, claimed: Amount, open: Amount }
        "payee {payee} owed {claimed} for a gift, of which {open} is open: what was kept, moved or written off of it does not come back with the gift, so adjust it",
        No, "propose an adjustment of what was kept";
    R4715 RedemptionSpared { redemption: RedemptionId }
        "what redemption {redemption} took should have gone back since, and stays because it was redeemed: it does not come back while what took it back stands",
        Later, "retract the refund first, then the redemption, then tell the refund again";
} }
