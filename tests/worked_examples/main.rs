//! Worked examples from public sources, each with the page it is from. The manual lists them all.

mod caps_floors_and_campaigns;
mod clawbacks;
mod contract_costs;
mod ground_rules;
mod holds_and_holdback;
mod margins_and_part_payments;
mod other_currencies;
mod percents_and_flat_amounts;
mod piece_rates_and_fee_scales;
mod pools_teams_and_guarantees;
mod quotas_and_accelerators;
mod rebates_and_overages;
mod refunds;
mod splits_and_managers;
mod technician_leads;
mod tiers;
mod tiers_that_accumulate;

#[path = "../support/mod.rs"]
mod support;
#[path = "../support/worked.rs"]
mod worked;
