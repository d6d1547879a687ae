//! What happens and what it pays, told so that an accountant can read it: one file a choice, the
//! arithmetic beside each story.

mod a_closed_period_is_studied_anew;
mod a_customer_who_stays_is_retained;
mod a_deal_is_invoiced;
mod a_journal_starts_in_mid_year;
mod a_missed_answer_pays_a_minimum;
mod a_new_version_carries_on_or_starts_anew;
mod a_plan_is_simulated_on_the_history;
mod adjustments_take_two_persons;
mod amounts_are_rounded_and_split_as_the_plan_says;
mod bases_count_what_the_plan_names;
mod books_are_kept_under_the_callers_accounts;
mod bugs_that_were_found;
mod bugs_that_were_found_in_the_whole_language;
mod campaigns_multiply_or_add;
mod caps_and_floors_bound_what_is_paid;
mod caps_at_payout_meet_payroll_and_pay_periods;
mod caps_measured_at_payout_bound_what_runs_pay;
mod caps_measured_at_vesting_bound_what_vests;
mod caps_on_the_base_bound_what_is_paid_on;
mod claims_protect_a_technicians_lead;
mod clawback_takes_the_part_the_plan_names;
mod closes_pay_what_a_period_is_worth;
mod contract_costs_are_written_off;
mod credit_goes_to_somebody_else;
mod deals_in_another_currency_are_converted;
mod debts_of_who_has_left_are_moved_paid_back_or_written_off;
mod draws_are_given_and_recovered_as_the_plan_says;
mod facts_told_by_mistake_are_mirrored;
mod gifts_and_recognition_stand_beside_money;
mod ground_rules_say_which_leads_count;
mod groups_are_paid_by_their_calendar;
mod holdback_is_released_as_the_plan_says;
mod holds_are_approved_or_kept_by_hand;
mod holds_wait_for_the_day_or_the_milestone;
mod late_and_repeated_facts_are_told_apart;
mod nothing_is_paid_below_the_threshold;
mod olist_import_says_what_is_wrong;
mod pay_is_staged_from_the_meeting_to_the_collection;
mod payees_are_whom_the_plan_names;
mod payees_of_another_currency_are_converted_when_they_are_paid;
mod payees_of_another_currency_are_paid_in_it;
mod payroll_answers_for_each_line;
mod payroll_files_follow_their_profile;
mod plans_apply_to_whom_they_are_assigned;
mod plans_that_convert_at_payout_agree;
mod points_and_time_off_stand_beside_money;
mod pools_pay_no_more_than_their_budget;
mod refunds_take_back_what_they_caused;
mod rejected_leads_come_back_under_their_id;
mod reports_can_be_read_and_checked;
mod restatements_take_two_persons;
mod runs_beside_the_months;
mod runs_keep_no_more_than_the_limit;
mod sales_answer_a_lead_in_business_days;
mod stories_an_accountant_can_read;
mod tiers_pay_as_the_plan_says;
mod what_a_pool_has_no_room_for_waits;
mod what_a_run_will_convert_is_in_the_plans_currency;
mod what_is_invoiced_is_counted;
mod what_no_run_has_room_for_is_forfeited;
mod what_stays_below_the_threshold_lapses;
mod who_is_paid_and_under_which_version;
mod who_leaves_forfeits_or_keeps_as_the_plan_says;

#[path = "../../examples/olist_funnel.rs"]
#[allow(dead_code)] // its `main` writes and prints; the tests look at what it would
mod olist_funnel;
#[path = "../support/options.rs"]
mod options;
#[path = "../support/rates.rs"]
mod rates;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/worked.rs"]
mod worked;
