//! From the host's row keys to ids: `{"row": "tip-1"}` in place of a UUID, and
//! `{"payment": {"row": "bank-77"}}` for a fact that is named.
//!
//! The library names an id from a row key in a namespace of its kind. Which kind it is shows from
//! the name of the field: `lead`, `deal`, `payment`, `refund`, `customer`, `adjustment`,
//! `restatement`, `hold`, `approval`, `transfer`, `repayment`, `write_off`, `redemption` or
//! `lapse`, also as the last word of a longer name. What a reward is for is named like a fact.

use referral_ledger::id::{
    AdjustmentId, ApprovalId, CustomerId, DealId, HoldId, LapseId, LeadId, PaymentId, RedemptionId,
    RefundId, RepaymentId, RestatementId, TransferId, WriteOffId,
};
use serde_json::Value;

/// The key of an object that stands for an id.
const ROW: &str = "row";

/// The fields that name something of any kind.
const KINDS: [&str; 3] = ["fact", "about", "source"];

/// The id that the row key names in a field of this name; `None` for a field that holds no such id.
pub(crate) fn named(field: &str, key: &str) -> Option<String> {
    Some(match field.rsplit('_').next()? {
        "lead" => LeadId::named(key).to_string(),
        "deal" => DealId::named(key).to_string(),
        "payment" => PaymentId::named(key).to_string(),
        "refund" => RefundId::named(key).to_string(),
        "customer" => CustomerId::named(key).to_string(),
        "adjustment" => AdjustmentId::named(key).to_string(),
        "restatement" => RestatementId::named(key).to_string(),
        "hold" => HoldId::named(key).to_string(),
        "approval" => ApprovalId::named(key).to_string(),
        "transfer" => TransferId::named(key).to_string(),
        "repayment" => RepaymentId::named(key).to_string(),
        "lapse" => LapseId::named(key).to_string(),
        "off" => WriteOffId::named(key).to_string(),
        "redemption" => RedemptionId::named(key).to_string(),
        _ => return None,
    })
}

/// Puts the id in place of every `{"row": ...}`, and the name of a fact in place of its parts.
///
/// # Errors
/// The sentence to say, where a field takes no row key or the key is no text.
pub(crate) fn name_rows(value: &mut Value) -> Result<(), String> {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                match row_of(field, value)? {
                    Some(id) => *value = Value::String(id),
                    None => name_rows(value)?,
                }
                if KINDS.contains(&field.as_str())
                    && let Some(name) = fact_of(value)
                {
                    *value = Value::String(name);
                }
            }
            Ok(())
        }
        Value::Array(items) => items.iter_mut().try_for_each(name_rows),
        _ => Ok(()),
    }
}

/// The name of a fact, such as `payment:<id>`; `None` for what is no kind with its id.
fn fact_of(value: &Value) -> Option<String> {
    let (kind, id) = value.as_object().filter(|it| it.len() == 1)?.iter().next()?;
    let is_kind = ["lead", "deal", "payment", "refund", "redemption"].contains(&kind.as_str());
    id.as_str().filter(|_| is_kind).map(|id| format!("{kind}:{id}"))
}

fn row_of(field: &str, value: &Value) -> Result<Option<String>, String> {
    let Some(object) = value.as_object().filter(|it| it.len() == 1) else { return Ok(None) };
    let Some(key) = object.get(ROW) else { return Ok(None) };
    let Some(key) = key.as_str().filter(|key| !key.is_empty()) else {
        return Err(format!("{field} has a row key that is no text: write {{\"row\": \"4711\"}}"));
    };
    if KINDS.contains(&field) {
        let (kind, or) = match field {
            "fact" => ("payment", "lead, deal, refund, redemption"),
            _ => ("deal", "lead"),
        };
        return Err(format!(
            "{field} says no kind: write {{\"{kind}\": {{\"row\": \"{key}\"}}}}, or {or}"
        ));
    }
    let takes = "lead, deal, payment, refund, customer, adjustment, restatement, hold, approval, \
                 transfer, repayment, write_off, redemption and lapse are named from rows";
    named(field, key).map(Some).ok_or_else(|| format!("{field} takes no row key: {takes}"))
}
