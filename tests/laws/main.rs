//! Laws over generated histories and plans, and a second opinion on every amount.

mod caps_at_payout_keep_the_laws;
mod closes_agree_with_a_reckoning_by_hand;
mod conversions_go_back_as_they_came;
mod generated_plans_reach_the_whole_language;
mod gifts_keep_the_laws;
mod laws_hold_over_generated_histories;
mod runs_convert_what_is_left_to_pay;
mod studies_agree_with_the_ledger;
mod the_model_agrees;
mod the_model_of_the_whole_language_agrees;
mod the_whole_language_keeps_the_laws;

#[path = "../support/histories.rs"]
mod histories;
#[path = "../support/model.rs"]
mod model;
#[path = "../support/options.rs"]
mod options;
#[path = "../support/rates.rs"]
mod rates;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/whole/mod.rs"]
mod whole;
