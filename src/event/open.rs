//! Events that open what stood in the system before this journal.

use crate::adjustment::Direction;
use crate::command::OpenPayeeBalance;
use crate::id::EntityId;
use crate::money::Amount;
use crate::reward::Source;
use crate::time::Date;
use crate::why::{Fate, Step, Why};
use serde::{Deserialize, Serialize};

/// A payee has and owes what the command says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BalanceOpened {
    /// The day it stands under in the books.
    pub on: Date,
    /// Whose books carry it.
    pub entity: EntityId,
}

impl BalanceOpened {
    /// One for each amount held, then what is payable, then what is owed.
    pub(super) fn whys(&self, command: &OpenPayeeBalance) -> Vec<Why> {
        let why = |amount: Amount, fate, direction| Why {
            source: Source::Opening,
            payee: command.payee.clone(),
            rule: None,
            fact_on: command.as_of,
            booked_on: self.on,
            amount: Some(amount),
            steps: vec![Step::Opened(command.as_of, direction, amount.into())],
            fate,
        };
        let held = command.held.iter();
        let held = held.map(|it| why(it.amount, Fate::HeldUntil(it.until), Direction::Up));
        let payable = Fate::PayableFrom(command.as_of);
        let payable = command.payable.map(|it| why(it, payable, Direction::Up));
        let owes = command.owes.map(|it| why(it, Fate::TakenBack, Direction::Down));
        held.chain(payable).chain(owes).collect()
    }
}
