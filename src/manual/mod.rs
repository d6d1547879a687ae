//! The manual: pages to read in order. Each has an example that runs, and what a reader is most
//! likely to be told no about.
//!
//! | page | for |
//! |---|---|
//! | [`concepts`] | everybody: the words, in the order a tip meets them |
//! | [`first_reward`] | the engineer: from nothing to a paid reward |
//! | [`first_reward_from_a_shell`] | whoever writes no Rust: the same with the tool |
//! | [`plan_files`] | whoever writes a plan: the head, versions, the order of stages, findings |
//! | [`rules`] | components, rules, `otherwise`, what a rule pays |
//! | [`conditions`] | lead kinds, elapsed days, declared facts |
//! | [`payees`] | a role, each by share, each in full, a manager |
//! | [`splits`] | shares, overlays, where a cent goes |
//! | [`bases`] | what is paid on: value, collected, quantity, count, and bases of your own |
//! | [`tiers`] | marginal, whole, interpolated, by margin percent |
//! | [`accumulation`] | tiers per deal, per payee or team and period |
//! | [`campaigns`] | some weeks of more |
//! | [`floors`] | the least that a rule pays |
//! | [`caps`] | the most, and what becomes of the excess |
//! | [`rounding`] | whole cents, once or twice |
//! | [`holds`] | when an amount becomes payable |
//! | [`clawback`] | what a refund or a cancellation takes back |
//! | [`closes`] | quotas, guarantees, team bonuses and pools, at the close of a period |
//! | [`holdback`] | a part that is kept back until later |
//! | [`contract_costs`] | finance: what a contract cost in rewards, written off over months |
//! | [`ground_rules`] | which leads count, and whose they are |
//! | [`answers`] | by when sales answer a lead, and what a missed answer does |
//! | [`staged_pay`] | a part at the meeting, at the offer, at the win, at the collection; customers who stay |
//! | [`pools`] | budgets: the most that rules pay all payees together |
//! | [`draws`] | pay in advance or topped up, and how it is recovered |
//! | [`points_and_time_off`] | what is awarded beside money: cost, expiry, redemption |
//! | [`gifts_and_recognition`] | things with a fair value, and badges: owed, handed over, told |
//! | [`currencies`] | deals and payees of other currencies, and the rates they are converted by |
//! | [`corrections`] | a fact that was mistyped, or is told late |
//! | [`starting_mid_year`] | balances, open deals and counters of the system before |
//! | [`restatements`] | what a closed month should have come to; what another plan would pay |
//! | [`people`] | pay groups, plans for some, managers, teams |
//! | [`leavers`] | what who leaves forfeits, keeps, or is still paid later |
//! | [`thresholds`] | the least that a run pays, and what becomes of what stays below it |
//! | [`payroll_files`] | whoever feeds payroll and accounting: the layout of their files, as data |
//! | [`payout_runs`] | the payroll clerk: from the lock to what payroll answers; calendars, limits |
//! | [`books`] | finance: journals for hledger, ledger and beancount, and what each of them notices |
//! | [`whys_and_statements`] | whoever is paid, and whoever answers their questions |
//! | [`durable_and_fast`] | whoever runs it: crashes, threads, opening, figures |
//! | [`refusals`] | whoever gets a "no" from the journal |
//! | [`findings`] | whoever gets one from a plan file |
//! | [`decisions`] | whoever asks why it is so, and what is not built |
//! | [`worked_examples`] | whoever asks whether it pays what others print, story by story |

#[doc = include_str!("1_concepts.md")]
pub mod concepts {}

#[doc = include_str!("2_1_first_reward.md")]
pub mod first_reward {}

#[doc = include_str!("2_2_first_reward_from_a_shell.md")]
pub mod first_reward_from_a_shell {}

#[doc = include_str!("3_01_plan_files.md")]
pub mod plan_files {}

#[doc = include_str!("3_02_rules.md")]
pub mod rules {}

#[doc = include_str!("3_03_conditions.md")]
pub mod conditions {}

#[doc = include_str!("3_04_payees.md")]
pub mod payees {}

#[doc = include_str!("3_05_splits.md")]
pub mod splits {}

#[doc = include_str!("3_06_bases.md")]
pub mod bases {}

#[doc = include_str!("3_07_tiers.md")]
pub mod tiers {}

#[doc = include_str!("3_08_accumulation.md")]
pub mod accumulation {}

#[doc = include_str!("3_09_campaigns.md")]
pub mod campaigns {}

#[doc = include_str!("3_10_floors.md")]
pub mod floors {}

#[doc = include_str!("3_11_caps.md")]
pub mod caps {}

#[doc = include_str!("3_12_rounding.md")]
pub mod rounding {}

#[doc = include_str!("3_13_holds.md")]
pub mod holds {}

#[doc = include_str!("3_14_clawback.md")]
pub mod clawback {}

#[doc = include_str!("3_15_closes.md")]
pub mod closes {}

#[doc = include_str!("3_16_holdback.md")]
pub mod holdback {}

#[doc = include_str!("3_17_ground_rules.md")]
pub mod ground_rules {}

#[doc = include_str!("3_18_contract_costs.md")]
pub mod contract_costs {}

#[doc = include_str!("3_19_answers.md")]
pub mod answers {}

#[doc = include_str!("3_20_staged_pay.md")]
pub mod staged_pay {}

#[doc = include_str!("3_21_pools.md")]
pub mod pools {}

#[doc = include_str!("3_22_draws.md")]
pub mod draws {}

#[doc = include_str!("3_23_points_and_time_off.md")]
pub mod points_and_time_off {}

#[doc = include_str!("3_24_gifts_and_recognition.md")]
pub mod gifts_and_recognition {}

#[doc = include_str!("3_25_currencies.md")]
pub mod currencies {}

#[doc = include_str!("4_1_corrections.md")]
pub mod corrections {}

#[doc = include_str!("4_2_people.md")]
pub mod people {}

#[doc = include_str!("4_3_starting_mid_year.md")]
pub mod starting_mid_year {}

#[doc = include_str!("4_4_restatements.md")]
pub mod restatements {}

#[doc = include_str!("4_5_leavers.md")]
pub mod leavers {}

#[doc = include_str!("4_6_thresholds.md")]
pub mod thresholds {}

#[doc = include_str!("4_7_payroll_files.md")]
pub mod payroll_files {}
#[doc = include_str!("4_8_books.md")]
pub mod books {}

#[doc = include_str!("4_9_payout_runs.md")]
pub mod payout_runs {}

#[doc = include_str!("5_whys_and_statements.md")]
pub mod whys_and_statements {}

#[doc = include_str!("6_durable_and_fast.md")]
pub mod durable_and_fast {}

#[doc = include_str!("7_refusals.md")]
pub mod refusals {}

#[doc = include_str!("8_findings.md")]
pub mod findings {}

#[doc = include_str!("9_decisions.md")]
pub mod decisions {}

#[doc = include_str!("10_worked_examples.md")]
pub mod worked_examples {}
