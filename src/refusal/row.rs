//! The shape of a row of the table of refusals, and the macro that makes the refusals of the rows.

use super::Refusal;

/// Whether the same command may be accepted when it is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Never: it contradicts what is on file.
    No,
    /// As it stands, once something else has happened.
    Later,
    /// After it has been corrected.
    Corrected,
}

/// One row of the table of refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The permanent code.
    pub code: &'static str,
    /// The name of the state.
    pub name: &'static str,
    /// The sentence, with the carried fields in braces.
    pub sentence: &'static str,
    /// The fields it carries.
    pub carries: &'static [&'static str],
    /// Whether the same command may be accepted later.
    pub retry: Retry,
    /// What the caller should do.
    pub answer: &'static str,
}

impl Refusal {
    /// The row of the table for this refusal.
    pub fn row(&self) -> &'static Row {
        let code = self.code();
        Refusal::TABLE.iter().find(|row| row.code == code).expect("every refusal has a row")
    }

    /// Whether the same command may be accepted later.
    pub fn retry(&self) -> Retry {
        self.row().retry
    }
}

macro_rules! refusals {
    ($($code:ident $name:ident { $($field:ident: $type:ty),* }
        $sentence:literal, $retry:ident, $answer:literal;)+) => {
        /// A business "no", with the numbers that explain it.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[non_exhaustive]
        pub enum Refusal {
            $(
                #[doc = concat!("`", stringify!($code), "`: ", $sentence, ".")]
                #[doc = ""]
                #[doc = concat!("What to do: ", $answer, ".")]
                #[error($sentence)]
                $name {
                    $(
                        #[doc = concat!("See the sentence: `", stringify!($field), "`.")]
                        $field: $type,
                    )*
                },
            )+
        }

        impl Refusal {
            /// All refusals, in the order of their codes.
            pub const TABLE: &'static [Row] = &[$(Row {
                code: stringify!($code),
                name: stringify!($name),
                sentence: $sentence,
                carries: &[$(stringify!($field)),*],
                retry: Retry::$retry,
                answer: $answer,
            },)+];

            /// The permanent code.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Refusal::$name { .. } => stringify!($code),)+
                }
            }

            /// The carried fields as text, in the order of the table.
            pub fn fields(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Refusal::$name { $($field),* } =>
                        vec![$((stringify!($field), $field.to_string())),*],)+
                }
            }
        }
    };
}
